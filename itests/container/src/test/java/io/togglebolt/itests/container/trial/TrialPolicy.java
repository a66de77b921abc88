package io.togglebolt.itests.container.trial;

import io.togglebolt.storage.spi.FreelistPolicy;
import io.togglebolt.storage.spi.PageSetDigest;
import io.togglebolt.storage.spi.PendingRun;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/** Releases what no open reader sees, by looking at each run. */
class TrialPolicy implements FreelistPolicy {
  private final Set<PendingRun> pending = new LinkedHashSet<>();
  private final PageSetDigest digest = new PageSetDigest();

  @Override
  public void freed(PendingRun run) {
    pending.add(run);
    digest.add(run.start(), run.pages());
  }

  @Override
  public void forget(PendingRun run) {
    pending.remove(run);
    digest.remove(run.start(), run.pages());
  }

  @Override
  public void release(long[] readers, Releases releases) {
    for (Iterator<PendingRun> each = pending.iterator(); each.hasNext(); ) {
      PendingRun run = each.next();
      if (Arrays.stream(readers).noneMatch(run::visibleTo)) {
        each.remove();
        digest.remove(run.start(), run.pages());
        releases.release(run);
      }
    }
  }

  @Override
  public PageSetDigest digest() {
    return digest.copy();
  }
}
