package io.togglebolt.slot.internal;

import org.jspecify.annotations.Nullable;

/**
 * Somebody who pinned a name and waits for its part. Not thread-safe: the slot's lock guards it.
 */
final class UseRequest {
  private final String name;
  private final @Nullable String previousPin;
  private boolean served;
  private @Nullable String failure;

  UseRequest(String name, @Nullable String previousPin) {
    this.name = name;
    this.previousPin = previousPin;
  }

  String name() {
    return name;
  }

  @Nullable String previousPin() {
    return previousPin;
  }

  void serve() {
    served = true;
  }

  void fail(String reason) {
    failure = reason;
  }

  boolean settled() {
    return served || failure != null;
  }

  @Nullable String failure() {
    return failure;
  }
}
