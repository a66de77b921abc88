package io.togglebolt.itests.simulation.member;

import io.togglebolt.slot.SlotFactory;
import io.togglebolt.storage.spi.FreelistPolicyFactory;
import io.togglebolt.storage.spi.PageAllocatorFactory;
import io.togglebolt.wal.spi.WalWriterFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Function;

/** The replaceable parts that are on the class path, in the order of their names. */
final class Parts {
  static final SlotFactory SLOTS = ServiceLoader.load(SlotFactory.class).findFirst().orElseThrow();
  static final List<WalWriterFactory> WRITERS = all(WalWriterFactory.class, WalWriterFactory::name);
  static final List<PageAllocatorFactory> ALLOCATORS =
      all(PageAllocatorFactory.class, PageAllocatorFactory::name);
  static final List<FreelistPolicyFactory> POLICIES =
      all(FreelistPolicyFactory.class, FreelistPolicyFactory::name);

  private Parts() {}

  private static <F> List<F> all(Class<F> type, Function<F, String> name) {
    List<F> found = new ArrayList<>();
    ServiceLoader.load(type).forEach(found::add);
    found.sort(Comparator.comparing(name));
    return List.copyOf(found);
  }
}
