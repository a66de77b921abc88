package io.togglebolt.wal.dsync.internal;

import io.togglebolt.wal.spi.WalWriter;
import io.togglebolt.wal.spi.WalWriterFactory;
import org.osgi.service.component.annotations.Component;

/** Offers the writer. Public for the service loader and the component runtime only. */
@Component(
    immediate = true,
    property = {
      "togglebolt.name=" + DsyncWalWriterFactory.NAME,
      "service.ranking:Integer=" + DsyncWalWriterFactory.RANKING
    })
public final class DsyncWalWriterFactory implements WalWriterFactory {
  static final String NAME = "dsync";
  static final int RANKING = 5;

  /** Holds nothing. */
  public DsyncWalWriterFactory() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int ranking() {
    return RANKING;
  }

  @Override
  public WalWriter create() {
    return new DsyncWalWriter();
  }
}
