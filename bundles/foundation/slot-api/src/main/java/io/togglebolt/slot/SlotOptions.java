package io.togglebolt.slot;

import org.jspecify.annotations.Nullable;

/**
 * How a slot behaves.
 *
 * @param kind the kind of slot, as shown to operators
 * @param owner the owner's name, as shown to operators
 * @param pinned the name wanted from the start, or null
 * @param graceMillis how long a withdrawn part serves on while a candidate of its name may arrive
 * @param prepareTimeoutMillis how long a candidate may take to be ready before it is set aside
 * @param vacancyTimeoutMillis how long an operation waits for a part; 0 where none ever does, so
 *     that a vacancy is nothing to warn of
 */
public record SlotOptions(
    String kind,
    String owner,
    @Nullable String pinned,
    long graceMillis,
    long prepareTimeoutMillis,
    long vacancyTimeoutMillis) {

  /** The defaults: half a second of grace, 30 s to prepare, 10 s of vacancy. */
  public static SlotOptions of(String kind, String owner, @Nullable String pinned) {
    return new SlotOptions(kind, owner, pinned, 500, 30_000, 10_000);
  }

  /** The same with another vacancy timeout. */
  public SlotOptions withVacancyTimeout(long millis) {
    return new SlotOptions(kind, owner, pinned, graceMillis, prepareTimeoutMillis, millis);
  }

  /** The same with another grace time. */
  public SlotOptions withGrace(long millis) {
    return new SlotOptions(kind, owner, pinned, millis, prepareTimeoutMillis, vacancyTimeoutMillis);
  }
}
