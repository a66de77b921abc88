package io.togglebolt.raft.core.internal.state;

import io.togglebolt.etcd.format.ConfChangeCodec;
import io.togglebolt.etcd.format.ConfChangeV2Codec;
import io.togglebolt.etcd.format.MalformedMessageException;
import io.togglebolt.raft.ConfChange;
import io.togglebolt.raft.ConfChangeV2;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.EntryType;
import io.togglebolt.raft.RaftMisuseException;
import io.togglebolt.raft.core.internal.confchange.ConfChangeRefusedException;
import io.togglebolt.raft.core.internal.tracker.TrackerConfig;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A leader's look at changes of the configuration that are proposed. Of those that do not fit what
 * is there an empty entry is left, so that the log has no hole where a proposer waits for one.
 */
final class Vetting {
  private static final byte[] NOTHING = {};

  private final Member member;

  Vetting(Member member) {
    this.member = member;
  }

  /**
   * What is left of proposals.
   *
   * @param entries what is proposed
   * @param pendingConfIndex where a change may wait to be applied once the entries are in the log
   */
  record Vetted(List<Entry> entries, long pendingConfIndex) {}

  /**
   * Looks at proposals.
   *
   * @throws RaftMisuseException when one says that it is a change and is none
   */
  Vetted vet(List<Entry> proposed) {
    List<Entry> entries = proposed;
    long pending = member.pendingConfIndex();
    for (int i = 0; i < proposed.size(); i++) {
      Entry entry = proposed.get(i);
      if (entry.type() == EntryType.NORMAL) {
        continue;
      }
      Proposed change = decode(entry);
      String problem = problem(change.asV2(), pending);
      if (problem == null || !member.options().confChangeValidation()) {
        pending = member.log().lastIndex() + i + 1;
        continue;
      }
      member
          .lines()
          .info(
              () ->
                  Lines.text(
                      "%x ignoring conf change %s at config %s: %s",
                      member.id(), change.text(), member.tracker().config(), problem));
      if (entries == proposed) {
        entries = new ArrayList<>(proposed);
      }
      entries.set(i, new Entry(EntryType.NORMAL, 0, 0, NOTHING));
    }
    return new Vetted(entries, pending);
  }

  private @Nullable String problem(ConfChangeV2 change, long pending) {
    long applied = member.log().applied();
    if (pending > applied && member.keeps(Safeguard.ONE_CHANGE_AT_A_TIME)) {
      return Lines.text(
          "possible unapplied conf change at index %d (applied to %d)", pending, applied);
    }
    TrackerConfig config = member.tracker().config();
    // An empty change that names a transition does not leave a joint configuration: applied in
    // one it would stop each member.
    if (config.voters().isJoint() && !change.leavesJoint()) {
      return "must transition out of joint config first";
    }
    if (!config.voters().isJoint() && change.changes().isEmpty()) {
      return "not in joint state; refusing empty conf change";
    }
    return refusal(change);
  }

  /**
   * Why the change could not be applied. Since no other one is pending, it would be applied to the
   * configuration that there is, so it can be tried: were it taken, it would stop every member.
   */
  private @Nullable String refusal(ConfChangeV2 change) {
    try {
      Configurations.changed(member, change, member.tracker());
      return null;
    } catch (ConfChangeRefusedException e) {
      return e.getMessage();
    }
  }

  /** A proposed change, in either encoding. */
  private record Proposed(ConfChangeV2 asV2, String text) {}

  private static Proposed decode(Entry entry) {
    try {
      if (entry.type() == EntryType.CONF_CHANGE) {
        ConfChange change = ConfChangeCodec.decode(entry.data());
        return new Proposed(change.asV2(), Lines.of(change));
      }
      ConfChangeV2 change = ConfChangeV2Codec.decode(entry.data());
      return new Proposed(change, Lines.of(change));
    } catch (MalformedMessageException e) {
      throw new RaftMisuseException(
          "the data of a proposed " + entry.type() + " is no such change: " + e.getMessage());
    }
  }
}
