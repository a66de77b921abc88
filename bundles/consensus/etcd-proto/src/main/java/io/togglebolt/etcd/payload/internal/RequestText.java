package io.togglebolt.etcd.payload.internal;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.togglebolt.etcd.proto.Compare;
import io.togglebolt.etcd.proto.InternalRaftRequest;
import io.togglebolt.etcd.proto.Request;
import io.togglebolt.etcd.proto.RequestHeader;
import io.togglebolt.etcd.proto.RequestOp;
import io.togglebolt.etcd.proto.TxnRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Requests in words: what is asked for, with its fields, and who asked. */
final class RequestText {
  private static final int LEAST_REQUEST = 2;
  private static final int HEADER = InternalRaftRequest.HEADER_FIELD_NUMBER;

  private RequestText() {}

  /** A request; empty where it asks for nothing, as something else does that was taken for one. */
  static Optional<String> of(InternalRaftRequest request) {
    List<String> asked = new ArrayList<>();
    for (Map.Entry<FieldDescriptor, Object> field : request.getAllFields().entrySet()) {
      int number = field.getKey().getNumber();
      if (number >= LEAST_REQUEST && number != HEADER && field.getValue() instanceof Message one) {
        asked.add(asked(field.getKey().getName(), one));
      }
    }
    request.getUnknownFields().asMap().keySet().stream()
        .sorted()
        .forEach(number -> asked.add("unknown_request_" + number));
    return asked.isEmpty()
        ? Optional.empty()
        : Optional.of(String.join(" and ", asked) + by(request.getHeader()));
  }

  /** A bare request of version 2; empty where it has no method, and so is none. */
  static Optional<String> ofVersion2(Request request) {
    if (request.getMethod().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        "v2 "
            + Bytes.word(request.getMethod())
            + Fields.of(request.toBuilder().clearMethod().clearID().build()));
  }

  private static String asked(String name, Message message) {
    return switch (message) {
      case TxnRequest txn -> txn(txn);
      case Request old -> ofVersion2(old).orElse(name);
      default -> name + Fields.of(message);
    };
  }

  private static String by(RequestHeader header) {
    return header.getUsername().isEmpty()
        ? ""
        : " by " + Bytes.quoted(header.getUsername()) + " auth_revision=" + revision(header);
  }

  private static String revision(RequestHeader header) {
    return Long.toUnsignedString(header.getAuthRevision());
  }

  private static String txn(TxnRequest txn) {
    return "txn if ["
        + txn.getCompareList().stream().map(RequestText::compare).collect(Collectors.joining("; "))
        + "] then ["
        + operations(txn.getSuccessList())
        + "] else ["
        + operations(txn.getFailureList())
        + "]";
  }

  private static String operations(List<RequestOp> operations) {
    return operations.stream().map(RequestText::operation).collect(Collectors.joining("; "));
  }

  private static String operation(RequestOp operation) {
    return switch (operation.getRequestCase()) {
      case REQUEST_RANGE -> "range" + Fields.of(operation.getRequestRange());
      case REQUEST_PUT -> "put" + Fields.of(operation.getRequestPut());
      case REQUEST_DELETE_RANGE -> "delete_range" + Fields.of(operation.getRequestDeleteRange());
      case REQUEST_TXN -> txn(operation.getRequestTxn());
      case REQUEST_NOT_SET -> "nothing";
    };
  }

  private static String compare(Compare compare) {
    String end =
        compare.getRangeEnd().isEmpty()
            ? ""
            : " to " + Bytes.text(compare.getRangeEnd().toByteArray());
    return switch (compare.getTarget()) {
          case VERSION -> "version";
          case CREATE -> "create_revision";
          case MOD -> "mod_revision";
          case VALUE -> "value";
          case LEASE -> "lease";
          case UNRECOGNIZED -> "unknown_target";
        }
        + "("
        + Bytes.text(compare.getKey().toByteArray())
        + end
        + ")"
        + switch (compare.getResult()) {
          case EQUAL -> "=";
          case GREATER -> ">";
          case LESS -> "<";
          case NOT_EQUAL -> "!=";
          case UNRECOGNIZED -> "?";
        }
        + value(compare);
  }

  private static String value(Compare compare) {
    return switch (compare.getTargetUnionCase()) {
      case VERSION -> Long.toString(compare.getVersion());
      case CREATE_REVISION -> Long.toString(compare.getCreateRevision());
      case MOD_REVISION -> Long.toString(compare.getModRevision());
      case VALUE -> Bytes.text(compare.getValue().toByteArray());
      case LEASE -> Long.toHexString(compare.getLease());
      case TARGETUNION_NOT_SET -> "0";
    };
  }
}
