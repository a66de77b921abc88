package io.togglebolt.etcd.payload.internal;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.togglebolt.etcd.proto.AlarmRequest;
import io.togglebolt.etcd.proto.Permission;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The fields of any message, in the order of its definition, each with a blank before it. Fields
 * that say nothing (0, false, empty) are left out. Ids are written as etcd prints them, in
 * hexadecimal without leading zeros.
 */
final class Fields {
  /** Enumerations whose 0 says something. */
  private static final Set<String> ALWAYS =
      Set.of(
          Permission.getDescriptor()
              .findFieldByNumber(Permission.PERMTYPE_FIELD_NUMBER)
              .getFullName(),
          AlarmRequest.getDescriptor()
              .findFieldByNumber(AlarmRequest.ACTION_FIELD_NUMBER)
              .getFullName());

  private static final Set<String> IDS =
      Set.of("ID", "id", "lease", "memberID", "member_ID", "node_id");

  private Fields() {}

  static String of(Message message) {
    StringBuilder text = new StringBuilder();
    for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
      if (field.isRepeated()) {
        List<?> values = (List<?>) message.getField(field);
        if (!values.isEmpty()) {
          text.append(' ').append(field.getName()).append('=').append(list(field, values));
        }
      } else if (message.hasField(field) || ALWAYS.contains(field.getFullName())) {
        text.append(' ').append(single(message, field));
      }
    }
    message.getUnknownFields().asMap().keySet().stream()
        .sorted()
        .forEach(number -> text.append(" unknown_field_").append(number));
    return text.toString();
  }

  private static String list(FieldDescriptor field, List<?> values) {
    return values.stream()
        .map(value -> value(field, value))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static String single(Message message, FieldDescriptor field) {
    Object value = message.getField(field);
    if (Secrets.isOne(message, field)) {
      return field.getName() + "=(hidden)";
    }
    if (Boolean.TRUE.equals(value)) {
      return field.getName();
    }
    return field.getName() + "=" + value(field, value);
  }

  private static String value(FieldDescriptor field, Object value) {
    return switch (value) {
      case ByteString bytes -> Bytes.text(bytes.toByteArray());
      case String text -> Bytes.quoted(text);
      case Message message -> "{" + of(message).strip() + "}";
      case EnumValueDescriptor constant -> constant.getName();
      case Long number ->
          IDS.contains(field.getName())
              ? Long.toHexString(number)
              : field.getType() == FieldDescriptor.Type.UINT64
                  ? Long.toUnsignedString(number)
                  : Long.toString(number);
      default -> value.toString();
    };
  }
}
