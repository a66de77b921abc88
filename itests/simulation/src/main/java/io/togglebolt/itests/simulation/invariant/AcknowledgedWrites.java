package io.togglebolt.itests.simulation.invariant;

import io.togglebolt.itests.simulation.member.Command;
import io.togglebolt.itests.simulation.member.MemberView;
import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.EntryType;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A command that a client was told is done has been applied. That all members apply the same, and
 * so hold it in the end, is state machine safety.
 */
final class AcknowledgedWrites implements Check {
  private final Map<Id, Command> acknowledged = new LinkedHashMap<>();
  private final Set<Id> applied = new HashSet<>();
  private long last;

  private record Id(long session, long number) {}

  @Override
  public String name() {
    return "acknowledged writes";
  }

  /** What was applied when a process ended before anybody was told. */
  @Override
  public void started(MemberTrace member, MemberView view) {
    view.entries(Math.max(last + 1, view.firstIndex()), view.applied()).forEach(this::apply);
  }

  @Override
  public void applied(MemberTrace member, MemberView view, Entry entry, ConfState confState) {
    apply(entry);
  }

  private void apply(Entry entry) {
    if (entry.index() <= last) {
      return;
    }
    last = entry.index();
    if (entry.type() == EntryType.NORMAL && entry.data().length > 0) {
      Command command = Command.decode(entry.data());
      applied.add(new Id(command.session(), command.number()));
    }
  }

  void acknowledge(Command command) {
    acknowledged.put(new Id(command.session(), command.number()), command);
  }

  void finish() {
    acknowledged.forEach(
        (id, command) -> {
          if (!applied.contains(id)) {
            throw failure(command + " was acknowledged, but nobody has applied it");
          }
        });
  }
}
