package io.togglebolt.itests.simulation.cluster;

import io.togglebolt.itests.simulation.member.Command;
import io.togglebolt.itests.simulation.member.MemberView;
import io.togglebolt.itests.simulation.member.MemberWatcher;
import io.togglebolt.itests.simulation.world.SimulationFailure;
import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.EntryType;
import java.util.HashSet;
import java.util.Set;

/** Which commands were applied anywhere, so that none that was acknowledged is missing. */
final class AppliedWrites implements MemberWatcher {
  private final Set<Place> places = new HashSet<>();
  private long highest;

  private record Place(long session, long number) {}

  @Override
  public void applied(MemberView member, Entry entry, ConfState confState) {
    if (entry.index() > highest) {
      highest = entry.index();
      if (entry.type() == EntryType.NORMAL && entry.data().length > 0) {
        Command command = Command.decode(entry.data());
        places.add(new Place(command.session(), command.number()));
      }
    }
  }

  /** That all members have the same applied is checked elsewhere; here, that this is enough. */
  void check(Acknowledged acknowledged) {
    for (Acknowledged.Write write : acknowledged.writes()) {
      if (!places.contains(new Place(write.session(), write.number()))) {
        throw new SimulationFailure(
            "an acknowledged write is gone: "
                + write.operation()
                + " of session "
                + write.session()
                + ", number "
                + write.number());
      }
    }
  }
}
