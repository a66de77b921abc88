package io.togglebolt.wal.segmented.internal;

import io.togglebolt.wal.spi.WalWriter;
import io.togglebolt.wal.spi.WalWriterFactory;
import org.osgi.service.component.annotations.Component;

/** Offers the writer. Public for the service loader and the component runtime only. */
@Component(
    immediate = true,
    property = {
      "togglebolt.name=" + SegmentedWalWriterFactory.NAME,
      "service.ranking:Integer=" + SegmentedWalWriterFactory.RANKING
    })
public final class SegmentedWalWriterFactory implements WalWriterFactory {
  static final String NAME = "segmented";
  static final int RANKING = 10;

  /** Holds nothing. */
  public SegmentedWalWriterFactory() {}

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
    return new SegmentedWalWriter();
  }
}
