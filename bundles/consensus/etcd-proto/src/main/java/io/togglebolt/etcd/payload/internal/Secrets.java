package io.togglebolt.etcd.payload.internal;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.WireFormat;
import io.togglebolt.etcd.proto.InternalRaftRequest;
import io.togglebolt.etcd.proto.Request;
import java.io.IOException;
import java.util.Set;

/** What is in a log and must not be in anybody's terminal or bug report. */
final class Secrets {
  private static final Set<String> NAMES = Set.of("password", "hashedPassword", "simple_token");

  /** Below this path version 2 kept its users, each with the hash of a password. */
  private static final String OLD_USERS = "/2/";

  private static final int FIRST_AUTH = InternalRaftRequest.AUTH_ENABLE_FIELD_NUMBER;
  private static final int FIRST_AFTER_AUTH = InternalRaftRequest.CLUSTER_VERSION_SET_FIELD_NUMBER;

  private Secrets() {}

  static boolean isOne(Message message, FieldDescriptor field) {
    return NAMES.contains(field.getName())
        || message instanceof Request request
            && request.getPath().startsWith(OLD_USERS)
            && (field.getNumber() == Request.VAL_FIELD_NUMBER
                || field.getNumber() == Request.PREVVALUE_FIELD_NUMBER);
  }

  /**
   * Whether bytes that could not be decoded may be a request about users all the same: its bytes in
   * hexadecimal would show a password. As far as there are fields they are looked at.
   */
  static boolean mayBeIn(byte[] data) {
    CodedInputStream in = CodedInputStream.newInstance(data);
    try {
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        int number = WireFormat.getTagFieldNumber(tag);
        if (number >= FIRST_AUTH && number < FIRST_AFTER_AUTH) {
          return true;
        }
        in.skipField(tag);
      }
    } catch (IOException noMessage) {
      // What follows is behind damage; the fields before it were no secrets.
      return false;
    }
    return false;
  }
}
