package io.togglebolt.itests.container.trial;

import io.togglebolt.storage.spi.FreelistPolicy;
import io.togglebolt.storage.spi.FreelistPolicyFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Registers a policy whose name, ranking and character stand in the bundle's manifest. */
public final class TrialActivator implements BundleActivator {
  /** The header with the policy's name. */
  public static final String NAME = "Trial-Name";

  /** The header with the policy's ranking. */
  public static final String RANKING = "Trial-Ranking";

  /** The header that makes the policy fragile. */
  public static final String FRAGILE = "Trial-Fragile";

  /**
   * The system property that tells a fragile policy that its bundle is gone: the one thing that
   * both sides of two class loaders can see. The bundle's state won't do, since it changes before
   * its classes are out of reach.
   */
  public static final String GONE = "togglebolt.itests.gone";

  /** Makes the factory. */
  public static final class Factory implements FreelistPolicyFactory {
    private final Bundle bundle;

    Factory(Bundle bundle) {
      this.bundle = bundle;
    }

    @Override
    public String name() {
      return bundle.getHeaders().get(NAME);
    }

    @Override
    public FreelistPolicy create() {
      if (bundle.getHeaders().get(FRAGILE) != null) {
        return new FragilePolicy();
      }
      return new TrialPolicy();
    }
  }

  @Override
  public void start(BundleContext context) {
    Offer.register(context, FreelistPolicyFactory.class, new Factory(context.getBundle()));
  }

  @Override
  public void stop(BundleContext context) {
    // The framework takes the service back.
  }
}
