package io.togglebolt.slot.internal;

import io.togglebolt.slot.Candidate;
import org.jspecify.annotations.Nullable;

/**
 * What a slot should do next.
 *
 * @param target who should serve; null to let nobody serve
 * @param reason why, in words
 * @param <F> the factory's type
 */
record Order<F>(@Nullable Candidate<F> target, String reason) {
  boolean sameTarget(HandOverRun<F, ?> run) {
    return target == null ? run.targetKey() == null : target.key().equals(run.targetKey());
  }
}
