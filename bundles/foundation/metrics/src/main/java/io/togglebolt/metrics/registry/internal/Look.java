package io.togglebolt.metrics.registry.internal;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * One read of the registry: every group is looked at once, when the first of its values is wanted.
 * Used by one thread.
 */
final class Look {
  private final Mishaps mishaps;
  private final LongSupplier nanoTime;
  private final Map<Group<?>, Optional<Object>> seen = new IdentityHashMap<>();

  Look(Mishaps mishaps, LongSupplier nanoTime) {
    this.mishaps = mishaps;
    this.nanoTime = nanoTime;
  }

  /** A source's value, NaN where it has none, fails or is left out. */
  double valueOf(Source source, ToDoubleFunction<Look> open) {
    Group<?> group = source.group();
    // The group's look comes first, so that one that hangs is seen as the group's.
    if (group != null && at(group) == null || !source.begin(nanoTime, mishaps)) {
      return Double.NaN;
    }
    try {
      return source.value(open, this);
    } catch (RuntimeException | Error failed) {
      // It is somebody else's code; what it fails at must not keep the others from being read.
      mishaps.failed(source, failed);
      return Double.NaN;
    } finally {
      source.end(nanoTime, mishaps);
    }
  }

  /** What a group looks at, or null where there is nothing, it fails or is left out. */
  @SuppressWarnings("unchecked")
  <T> @Nullable T at(Group<T> group) {
    Optional<Object> known = seen.get(group);
    if (known == null) {
      known = Optional.ofNullable(lookAt(group));
      seen.put(group, known);
    }
    return (T) known.orElse(null);
  }

  private @Nullable Object lookAt(Group<?> group) {
    if (!group.begin(nanoTime, mishaps)) {
      return null;
    }
    try {
      return group.look();
    } catch (RuntimeException | Error failed) {
      mishaps.failed(group, failed);
      return null;
    } finally {
      group.end(nanoTime, mishaps);
    }
  }
}
