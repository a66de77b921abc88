package io.togglebolt.metrics.exporters.internal;

import io.togglebolt.metrics.ExporterStatus;
import io.togglebolt.metrics.ExporterStatus.State;
import io.togglebolt.slot.Slot;
import io.togglebolt.slot.SlotStatus;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the status of an exporter is made from, taken at one moment; who serves and where is asked
 * afterwards, since exporters are asked themselves.
 */
record StatusView(
    String name,
    boolean chosen,
    int candidates,
    int ranking,
    @Nullable Exporting serving,
    @Nullable Slot<Exporting> slot) {

  /** Under the monitor of {@link Places}. */
  static StatusView of(String name, boolean chosen, @Nullable Place place) {
    int candidates = place == null ? 0 : place.candidates.size();
    int ranking = place == null || candidates == 0 ? 0 : place.ranking();
    Place.Opening opening = place == null ? null : place.opening;
    Exporting serving = place == null ? null : place.serving();
    return new StatusView(
        name, chosen, candidates, ranking, serving, opening == null ? null : opening.slot);
  }

  /** Asks it where it is, without waiting for the answer. */
  void ask() {
    if (serving != null) {
      serving.askWhere();
    }
  }

  ExporterStatus status() {
    SlotStatus now = slot == null ? null : slot.status();
    if (now == null) {
      return candidates == 0 && chosen
          ? as(State.ABSENT, null, "nobody offers it")
          : as(State.OFF, null, null);
    }
    String where = serving == null ? null : serving.where();
    if (now.active() != null && where != null) {
      String trouble =
          now.candidates().isEmpty()
              ? "its bundle has left, and nobody else offers it"
              : reason(now)
                  .map(reason -> "a better one was set aside: " + reason)
                  .orElseGet(serving::trouble);
      return as(State.SERVING, where, trouble);
    }
    boolean all = now.candidates().stream().allMatch(candidate -> candidate.setAside() != null);
    return all && !now.candidates().isEmpty()
        ? as(State.FAILED, null, reason(now).orElse(null))
        : as(State.STARTING, null, reason(now).orElse(null));
  }

  /** Why the best of those that are not trusted is not. */
  private static Optional<String> reason(SlotStatus now) {
    int serving =
        now.candidates().stream()
            .filter(SlotStatus.CandidateStatus::active)
            .mapToInt(SlotStatus.CandidateStatus::ranking)
            .findFirst()
            .orElse(Integer.MIN_VALUE);
    return now.candidates().stream()
        .filter(candidate -> candidate.setAside() != null && candidate.ranking() >= serving)
        .map(candidate -> String.valueOf(candidate.setAside()))
        .findFirst();
  }

  private ExporterStatus as(State state, @Nullable String where, @Nullable String trouble) {
    return new ExporterStatus(name, state, chosen, candidates, ranking, where, trouble);
  }
}
