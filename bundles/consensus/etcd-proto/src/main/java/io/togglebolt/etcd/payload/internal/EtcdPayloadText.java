package io.togglebolt.etcd.payload.internal;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.togglebolt.etcd.payload.PayloadText;
import io.togglebolt.etcd.proto.ConfChange;
import io.togglebolt.etcd.proto.ConfChangeSingle;
import io.togglebolt.etcd.proto.ConfChangeType;
import io.togglebolt.etcd.proto.ConfChangeV2;
import io.togglebolt.etcd.proto.InternalRaftRequest;
import io.togglebolt.etcd.proto.Request;
import io.togglebolt.raft.Entry;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Payloads as etcd writes them. An ordinary entry holds an {@link InternalRaftRequest}; what is
 * none may be a bare {@link Request}, which members of 3.4 and 3.5 announce themselves with. That
 * order is etcd's own: hardly any bytes are both. What is none of them and a line of text was
 * written by somebody else than etcd.
 */
public final class EtcdPayloadText implements PayloadText {
  private static final String EMPTY = "empty";

  /** Without any state. */
  public EtcdPayloadText() {}

  /** A way to read a message. */
  @FunctionalInterface
  private interface Parser<M extends Message> {
    M parse(byte[] data) throws InvalidProtocolBufferException;
  }

  @Override
  public String of(Entry entry) {
    byte[] data = entry.data();
    if (data.length == 0) {
      return EMPTY;
    }
    Optional<String> text =
        switch (entry.type()) {
          case NORMAL ->
              whole(data, InternalRaftRequest::parseFrom)
                  .flatMap(RequestText::of)
                  .or(() -> whole(data, Request::parseFrom).flatMap(RequestText::ofVersion2))
                  .or(() -> Bytes.line(data));
          case CONF_CHANGE -> whole(data, ConfChange::parseFrom).map(EtcdPayloadText::change);
          case CONF_CHANGE_V2 -> whole(data, ConfChangeV2::parseFrom).map(EtcdPayloadText::changes);
        };
    // Nobody knows what is in it: with one wrong byte a password looks like anything else.
    return text.orElseGet(() -> "cannot be decoded, " + data.length + " B, not shown");
  }

  private static <M extends Message> Optional<M> whole(byte[] data, Parser<M> parser) {
    try {
      return Optional.of(parser.parse(data));
    } catch (InvalidProtocolBufferException another) {
      // It is a message of another kind, or none: the next kind is tried.
      return Optional.empty();
    }
  }

  private static String change(ConfChange change) {
    return "conf_change "
        + name(change.getType())
        + Fields.of(change.toBuilder().clearType().build());
  }

  private static String changes(ConfChangeV2 changes) {
    return "conf_change_v2 ["
        + changes.getChangesList().stream()
            .map(EtcdPayloadText::single)
            .collect(Collectors.joining("; "))
        + "]"
        + Fields.of(changes.toBuilder().clearChanges().build());
  }

  private static String single(ConfChangeSingle change) {
    return name(change.getType()) + Fields.of(change.toBuilder().clearType().build());
  }

  private static String name(ConfChangeType type) {
    return switch (type) {
      case ConfChangeAddNode -> "add_node";
      case ConfChangeRemoveNode -> "remove_node";
      case ConfChangeUpdateNode -> "update_node";
      case ConfChangeAddLearnerNode -> "add_learner_node";
      case UNRECOGNIZED -> "unknown_change";
    };
  }
}
