package io.togglebolt.itests.simulation.cluster;

import io.togglebolt.itests.simulation.member.Command;
import io.togglebolt.itests.simulation.member.MemberView;
import io.togglebolt.itests.simulation.member.MemberWatcher;
import io.togglebolt.itests.simulation.world.SimulationFailure;
import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.EntryType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which commands were applied anywhere, so that none that was acknowledged is missing. That all
 * members apply the same is checked elsewhere.
 */
final class AppliedWrites implements MemberWatcher {
  private final Set<Place> places = new HashSet<>();
  private final List<Command> acknowledged = new ArrayList<>();
  private long highest;

  private record Place(long session, long number) {}

  /** What was applied when a process ended before anybody was told. */
  @Override
  public void started(MemberView member) {
    long from = Math.max(highest + 1, member.firstIndex());
    member.entries(from, member.applied()).forEach(this::apply);
  }

  @Override
  public void applied(MemberView member, Entry entry, ConfState confState) {
    apply(entry);
  }

  private void apply(Entry entry) {
    if (entry.index() > highest) {
      highest = entry.index();
      if (entry.type() == EntryType.NORMAL && entry.data().length > 0) {
        Command command = Command.decode(entry.data());
        places.add(new Place(command.session(), command.number()));
      }
    }
  }

  @Override
  public void acknowledged(Command command) {
    acknowledged.add(command);
  }

  @Override
  public void finish() {
    for (Command command : acknowledged) {
      if (!places.contains(new Place(command.session(), command.number()))) {
        throw new SimulationFailure("a write is gone that was acknowledged: " + command);
      }
    }
  }
}
