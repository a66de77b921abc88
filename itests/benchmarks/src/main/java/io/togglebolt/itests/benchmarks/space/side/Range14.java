package io.togglebolt.itests.benchmarks.space.side;

import io.togglebolt.storage.spi.FreelistPolicy;
import io.togglebolt.storage.spi.FreelistPolicyFactory;
import java.util.Map;

/** The range policy as bbolt has it since 1.4, under a name of its own beside the original. */
record Range14(FreelistPolicyFactory configured) implements FreelistPolicyFactory {
  static final String NAME = "range-1.4";
  private static final String ORIGINAL = "range";
  private static final Map<String, String> CLAIM = Map.of("freelist-pages", "1.4");

  static boolean isMadeFrom(FreelistPolicyFactory factory) {
    return factory.name().equals(ORIGINAL);
  }

  static Range14 of(FreelistPolicyFactory original) {
    return new Range14(original.withSettings(CLAIM));
  }

  @Override
  public String name() {
    return NAME;
  }

  /** Nobody gets it without asking. */
  @Override
  public int ranking() {
    return Integer.MIN_VALUE;
  }

  @Override
  public FreelistPolicy create() {
    return configured.create();
  }
}
