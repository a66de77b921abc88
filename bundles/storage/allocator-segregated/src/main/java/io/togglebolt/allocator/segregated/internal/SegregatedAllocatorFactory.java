package io.togglebolt.allocator.segregated.internal;

import io.togglebolt.storage.spi.PageAllocator;
import io.togglebolt.storage.spi.PageAllocatorFactory;
import org.osgi.service.component.annotations.Component;

/**
 * Offers the segregated allocator. Public for the service loader and the component runtime only.
 */
@Component(
    property = {
      "togglebolt.name=" + SegregatedAllocatorFactory.NAME,
      "service.ranking:Integer=" + SegregatedAllocatorFactory.RANKING
    })
public final class SegregatedAllocatorFactory implements PageAllocatorFactory {
  static final String NAME = "segregated";
  static final int RANKING = 10;

  /** Makes the factory; there is nothing to configure. */
  public SegregatedAllocatorFactory() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int ranking() {
    return RANKING;
  }

  @Override
  public PageAllocator create() {
    return new SegregatedAllocator();
  }
}
