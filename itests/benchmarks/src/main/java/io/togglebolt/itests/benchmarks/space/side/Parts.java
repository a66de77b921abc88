package io.togglebolt.itests.benchmarks.space.side;

import io.togglebolt.storage.spi.FreelistPolicyFactory;
import io.togglebolt.storage.spi.PageAllocatorFactory;
import io.togglebolt.storage.spi.PartFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;

/** The allocators and freelist policies on the class path, and what can be made of them. */
public final class Parts {

  private Parts() {}

  static List<FreelistPolicyFactory> policies() {
    List<FreelistPolicyFactory> policies = new ArrayList<>();
    for (FreelistPolicyFactory found : ServiceLoader.load(FreelistPolicyFactory.class)) {
      policies.add(found);
      if (Range14.isMadeFrom(found)) {
        policies.add(Range14.of(found));
      }
    }
    return policies;
  }

  static List<PageAllocatorFactory> allocators() {
    List<PageAllocatorFactory> allocators = new ArrayList<>();
    ServiceLoader.load(PageAllocatorFactory.class).forEach(allocators::add);
    return allocators;
  }

  /** The names of the freelist policies. */
  public static Set<String> policyNames() {
    return names(policies());
  }

  /** The names of the allocators. */
  public static Set<String> allocatorNames() {
    return names(allocators());
  }

  private static Set<String> names(List<? extends PartFactory> factories) {
    Set<String> names = new TreeSet<>();
    factories.forEach(factory -> names.add(factory.name()));
    return names;
  }
}
