package com.example.edges;

import io.togglebolt.storage.spi.FreelistPolicy;
import io.togglebolt.storage.spi.FreelistPolicyFactory;
import io.togglebolt.storage.spi.PageSetDigest;
import io.togglebolt.storage.spi.PendingRun;
import io.togglebolt.storage.spi.PendingRun.Kind;
import java.util.Comparator;
import java.util.NoSuchElementException;
import java.util.TreeSet;
import org.osgi.service.component.annotations.Component;

/**
 * A freelist policy that looks at two readers only, the oldest and the newest. A run that was freed
 * no later than what the oldest reader sees is seen by none, and neither is one that was allocated
 * after what the newest reader sees. So a single reader costs nothing but the pages that it does
 * see, however long it stays; of several readers, what is only in between waits.
 */
public final class EdgesFreelist implements FreelistPolicy {
  private final TreeSet<PendingRun> byFreeing =
      new TreeSet<>(
          Comparator.comparingLong(PendingRun::freedBy).thenComparingLong(PendingRun::start));
  private final TreeSet<PendingRun> byAllocation =
      new TreeSet<>(
          Comparator.comparingLong(EdgesFreelist::visibleFrom)
              .thenComparingLong(PendingRun::start));
  private final PageSetDigest digest = new PageSetDigest();

  /** No reader looks at a page of the freelist itself, so it is as if it came after all of them. */
  private static long visibleFrom(PendingRun run) {
    return run.kind() == Kind.FREELIST ? Long.MAX_VALUE : run.allocatedBy();
  }

  @Override
  public void freed(PendingRun run) {
    byFreeing.add(run);
    byAllocation.add(run);
    digest.add(run.start(), run.pages());
  }

  @Override
  public void forget(PendingRun run) {
    if (!byFreeing.remove(run) || !byAllocation.remove(run)) {
      throw new NoSuchElementException(run + " is not pending");
    }
    digest.remove(run.start(), run.pages());
  }

  @Override
  public void release(long[] readers, Releases releases) {
    long oldest = readers.length == 0 ? Long.MAX_VALUE : readers[0];
    long newest = readers.length == 0 ? 0 : readers[readers.length - 1];
    while (!byFreeing.isEmpty() && byFreeing.first().freedBy() <= oldest) {
      release(byFreeing.first(), releases);
    }
    while (!byAllocation.isEmpty() && visibleFrom(byAllocation.last()) > newest) {
      release(byAllocation.last(), releases);
    }
  }

  private void release(PendingRun run, Releases releases) {
    forget(run);
    releases.release(run);
  }

  @Override
  public PageSetDigest digest() {
    return digest.copy();
  }

  /** Makes the policies: a service in OSGi; in plain Java the service loader finds it. */
  @Component(property = "togglebolt.name=" + Factory.NAME)
  public static final class Factory implements FreelistPolicyFactory {
    private static final String NAME = "edges";

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public FreelistPolicy create() {
      return new EdgesFreelist();
    }
  }
}
