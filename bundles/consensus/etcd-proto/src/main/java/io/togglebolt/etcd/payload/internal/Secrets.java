package io.togglebolt.etcd.payload.internal;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.togglebolt.etcd.proto.Request;
import java.util.Set;

/** What is in a log and must not be in anybody's terminal or bug report. */
final class Secrets {
  private static final Set<String> NAMES = Set.of("password", "hashedPassword", "simple_token");

  /** Below this path version 2 kept its users, each with the hash of a password. */
  private static final String OLD_USERS = "/2/";

  private Secrets() {}

  static boolean isOne(Message message, FieldDescriptor field) {
    return NAMES.contains(field.getName())
        || message instanceof Request request
            && request.getPath().startsWith(OLD_USERS)
            && (field.getNumber() == Request.VAL_FIELD_NUMBER
                || field.getNumber() == Request.PREVVALUE_FIELD_NUMBER);
  }
}
