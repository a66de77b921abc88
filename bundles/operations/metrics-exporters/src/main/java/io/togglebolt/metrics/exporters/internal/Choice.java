package io.togglebolt.metrics.exporters.internal;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is to serve.
 *
 * @param names those that were chosen, in the order given; null for those whose ranking is not
 *     below 0
 * @param asked those that are tried out for a choice that is being made, and serve meanwhile
 * @param number rises with each choice, so that one can tell whether another was made meanwhile
 */
record Choice(@Nullable List<String> names, Set<String> asked, long number) {
  /** Nobody has chosen yet. */
  static final Choice NONE_MADE = new Choice(null, Set.of(), 0);

  /** The same while those are tried out. */
  Choice asking(List<String> tried) {
    return new Choice(names, Set.copyOf(tried), number);
  }

  /** Another choice. */
  Choice choosing(@Nullable List<String> chosen) {
    return new Choice(chosen, asked, number + 1);
  }

  /**
   * Whether something is to serve there. Under the monitor of {@link Places}. One that nobody
   * offers any more is wanted as long as it serves on.
   */
  boolean wants(Place place) {
    boolean there = !place.candidates.isEmpty();
    if (asked.contains(place.name)) {
      return there;
    }
    if (names != null && !names.contains(place.name)) {
      return false;
    }
    if (!there) {
      return place.opening != null && place.opening.slot.part() != null;
    }
    return names != null || place.ranksInDefault();
  }
}
