package io.togglebolt.allocator.firstfit.internal;

import io.togglebolt.storage.spi.PageAllocator;
import io.togglebolt.storage.spi.PageAllocatorFactory;
import org.osgi.service.component.annotations.Component;

/** Offers the first-fit allocator. Public for the service loader and the component runtime only. */
@Component(
    property = {
      "togglebolt.name=" + FirstFitAllocatorFactory.NAME,
      "service.ranking:Integer=" + FirstFitAllocatorFactory.RANKING
    })
public final class FirstFitAllocatorFactory implements PageAllocatorFactory {
  static final String NAME = "first-fit";
  static final int RANKING = 0;

  /** Makes the factory; there is nothing to configure. */
  public FirstFitAllocatorFactory() {}

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
    return new FirstFitAllocator();
  }
}
