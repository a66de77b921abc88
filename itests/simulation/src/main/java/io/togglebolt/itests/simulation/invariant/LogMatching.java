package io.togglebolt.itests.simulation.invariant;

import io.togglebolt.itests.simulation.member.MemberView;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * If two logs contain an entry with the same index and term, they are the same up to there (Raft,
 * figure 3). It is enough that such entries hold the same and follow on entries of the same term:
 * the rest is induction. So each entry is looked at once, when it is written, and compared with all
 * that ever were.
 */
final class LogMatching implements Check {
  private final Map<Place, Known> entries = new HashMap<>();

  private record Place(long index, long term) {}

  private record Known(long previousTerm, long content, long writer) {}

  @Override
  public String name() {
    return "log matching";
  }

  /** What a process wrote when it ended may be there without a word. */
  @Override
  public void started(MemberTrace member, MemberView view) {
    for (Entry entry : view.entries(view.firstIndex(), view.lastIndex())) {
      compare(member, entry, view.term(entry.index() - 1), LogTrace.content(entry));
    }
  }

  @Override
  public void saved(MemberTrace member, MemberView view, HardState state, List<Entry> written) {
    LogTrace log = member.log();
    for (Entry entry : written) {
      compare(member, entry, log.term(entry.index() - 1), log.content(entry.index()));
    }
  }

  private void compare(MemberTrace member, Entry entry, long previousTerm, long content) {
    Place place = new Place(entry.index(), entry.term());
    Known now = new Known(previousTerm, content, member.id());
    Known known = entries.putIfAbsent(place, now);
    if (known == null) {
      return;
    }
    if (known.content != content) {
      throw failure(describe(member, known, place) + " hold different data");
    }
    if (known.previousTerm != previousTerm) {
      throw failure(
          describe(member, known, place)
              + " follow on entries of different terms, "
              + known.previousTerm
              + " and "
              + previousTerm);
    }
  }

  private static String describe(MemberTrace member, Known known, Place place) {
    return "entries "
        + place.index
        + " of term "
        + place.term
        + " in the logs of members "
        + known.writer
        + " and "
        + member.id();
  }
}
