package io.togglebolt.itests.compatibility;

import io.togglebolt.storage.spi.FreelistPolicy;
import io.togglebolt.storage.spi.FreelistPolicyFactory;
import java.util.Map;
import java.util.ServiceLoader;

/** The range policy as bbolt 1.3 has it, under a name of its own beside the original rule. */
public final class RangeOfBbolt13Factory implements FreelistPolicyFactory {
  static final String NAME = "range-1.3";

  /** For the service loader. */
  public RangeOfBbolt13Factory() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public FreelistPolicy create() {
    // Looked for here and not in the constructor, where it would find itself in the making.
    return ServiceLoader.load(FreelistPolicyFactory.class).stream()
        .filter(provider -> provider.type() != RangeOfBbolt13Factory.class)
        .map(ServiceLoader.Provider::get)
        .filter(factory -> factory.name().equals("range"))
        .findFirst()
        .orElseThrow()
        .withSettings(Map.of("freelist-pages", "1.3"))
        .create();
  }
}
