package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.spi.PageAllocator;
import io.togglebolt.storage.spi.PageAllocatorFactory;
import io.togglebolt.storage.spi.PageSetDigest;
import java.util.function.Consumer;

/** Makes allocators from the set of free pages. */
final class AllocatorOwner
    extends PartOwner<PageAllocatorFactory, PageAllocator, AllocatorOwner.Delta> {
  /**
   * A run that became free, or was taken.
   *
   * @param start its first page
   * @param pages how many
   * @param freed whether it became free
   */
  record Delta(long start, long pages, boolean freed) implements DeltaLog.Delta {
    @Override
    public int changes() {
      return 1;
    }
  }

  private final RunSet free;

  AllocatorOwner(RunSet free, Boundary boundary) {
    super(boundary);
    this.free = free;
  }

  @Override
  PageAllocator create(PageAllocatorFactory factory) {
    return factory.create();
  }

  @Override
  Consumer<PageAllocator> copyOfTruth() {
    RunSet copy = free.copy();
    return part -> copy.forEach(part::free);
  }

  @Override
  void tellTruth(PageAllocator part) {
    free.forEach(part::free);
  }

  @Override
  void apply(PageAllocator part, Delta delta) {
    if (delta.freed) {
      part.free(delta.start, delta.pages);
    } else {
      part.reserve(delta.start, delta.pages);
    }
  }

  @Override
  PageSetDigest digestOf(PageAllocator part) {
    return part.digest();
  }

  @Override
  PageSetDigest digestOfTruth() {
    return free.digest();
  }
}
