package io.togglebolt.freelist.exact.internal;

import io.togglebolt.storage.spi.FreelistPolicy;
import io.togglebolt.storage.spi.FreelistPolicyFactory;
import org.osgi.service.component.annotations.Component;

/** Offers the exact policy. Public for the service loader and the component runtime only. */
@Component(
    property = {
      "togglebolt.name=" + ExactFreelistFactory.NAME,
      "service.ranking:Integer=" + ExactFreelistFactory.RANKING
    })
public final class ExactFreelistFactory implements FreelistPolicyFactory {
  static final String NAME = "exact";
  static final int RANKING = 20;

  /** Makes the factory; there is nothing to configure. */
  public ExactFreelistFactory() {}

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
    return new ExactFreelist();
  }
}
