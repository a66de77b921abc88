package io.togglebolt.testkit.network;

import java.util.Objects;

/**
 * A message on its way.
 *
 * @param from the node that sent it
 * @param to the node that is to get it
 * @param message what was sent, the same object
 * @param sentNanos when it was sent, in virtual time
 * @param dueNanos when it arrives, in virtual time
 */
public record Delivery<M>(long from, long to, M message, long sentNanos, long dueNanos) {
  /** Checks that nothing is null. */
  public Delivery {
    Objects.requireNonNull(message, "message");
  }
}
