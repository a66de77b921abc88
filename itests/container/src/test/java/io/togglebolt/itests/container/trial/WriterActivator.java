package io.togglebolt.itests.container.trial;

import io.togglebolt.wal.spi.WalWriter;
import io.togglebolt.wal.spi.WalWriterFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Registers a log's writer whose name, ranking and character stand in the bundle's manifest. */
public final class WriterActivator implements BundleActivator {
  /** The header that says how many appends each writer makes before one fails. */
  public static final String APPENDS_BEFORE_FAILURE = "Trial-Appends-Before-Failure";

  /** The header that makes the writer leave it to the system when bytes are durable. */
  public static final String LAZY = "Trial-Lazy";

  /** Makes writers. */
  public static final class Factory implements WalWriterFactory {
    private final Bundle bundle;

    Factory(Bundle bundle) {
      this.bundle = bundle;
    }

    @Override
    public String name() {
      return bundle.getHeaders().get(TrialActivator.NAME);
    }

    @Override
    public boolean durable() {
      return bundle.getHeaders().get(LAZY) == null;
    }

    @Override
    public WalWriter create() {
      String appends = bundle.getHeaders().get(APPENDS_BEFORE_FAILURE);
      return new TrialWriter(
          durable(), appends == null ? Integer.MAX_VALUE : Integer.parseInt(appends));
    }
  }

  @Override
  public void start(BundleContext context) {
    Offer.register(context, WalWriterFactory.class, new Factory(context.getBundle()));
  }

  @Override
  public void stop(BundleContext context) {
    // The framework takes the service back.
  }
}
