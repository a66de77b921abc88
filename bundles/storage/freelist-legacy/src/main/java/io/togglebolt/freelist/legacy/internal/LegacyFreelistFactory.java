package io.togglebolt.freelist.legacy.internal;

import io.togglebolt.storage.spi.FreelistPolicy;
import io.togglebolt.storage.spi.FreelistPolicyFactory;
import org.osgi.service.component.annotations.Component;

/** Offers the legacy policy. Public for the service loader and the component runtime only. */
@Component(
    property = {
      "togglebolt.name=" + LegacyFreelistFactory.NAME,
      "service.ranking:Integer=" + LegacyFreelistFactory.RANKING
    })
public final class LegacyFreelistFactory implements FreelistPolicyFactory {
  static final String NAME = "legacy";
  static final int RANKING = 0;

  /** Makes the factory; there is nothing to configure. */
  public LegacyFreelistFactory() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int ranking() {
    return RANKING;
  }

  @Override
  public FreelistPolicy create() {
    return new LegacyFreelist();
  }
}
