package io.togglebolt.freelist.range.internal;

import io.togglebolt.storage.spi.PendingRun;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Which transaction the rule takes for the allocator of a freelist page whose allocation it does
 * not know. bbolt changed its mind about this twice; with one reader open it decides how fast the
 * file grows.
 */
enum FreelistPagesClaim {
  /** The freeing transaction, as the rule was first written. */
  ORIGINAL("original"),
  /** The transaction before the freeing one, as bbolt 1.3 has it. */
  BBOLT_1_3("1.3"),
  /** None, as bbolt 1.4 and later have it. */
  BBOLT_1_4("1.4");

  private final String value;

  FreelistPagesClaim(String value) {
    this.value = value;
  }

  /**
   * The claim of that configured value.
   *
   * @throws IllegalArgumentException when there is none; guessing could hide a spelling mistake
   *     until the disk is full
   */
  static FreelistPagesClaim of(String value) {
    for (FreelistPagesClaim claim : values()) {
      if (claim.value.equals(value)) {
        return claim;
      }
    }
    throw new IllegalArgumentException(
        RangeFreelistFactory.FREELIST_PAGES
            + " is \""
            + value
            + "\"; expected one of "
            + Arrays.stream(values()).map(claim -> claim.value).collect(Collectors.joining(", ")));
  }

  /** The transaction claimed for a page that {@code freedBy} frees, or 0 for none. */
  long allocatorOf(long freedBy) {
    return switch (this) {
      case ORIGINAL -> freedBy;
      case BBOLT_1_3 -> freedBy - 1;
      case BBOLT_1_4 -> PendingRun.UNKNOWN;
    };
  }
}
