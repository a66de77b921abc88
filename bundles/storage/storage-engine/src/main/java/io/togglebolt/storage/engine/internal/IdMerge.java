package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.spi.PendingRun;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PrimitiveIterator;

/** The ids of disjoint, sorted collections of runs, merged into ascending order. */
final class IdMerge implements PrimitiveIterator.OfLong {
  /** A place in one sorted list of runs. */
  private static final class Source {
    private final List<long[]> runs = new ArrayList<>();
    private int at;

    boolean exhausted() {
      return at == runs.size();
    }

    long start() {
      return runs.get(at)[0];
    }
  }

  private final List<Source> sources = new ArrayList<>();
  private long next;
  private long left;

  IdMerge(RunSet free, Collection<PendingRun> pending, Collection<PendingRun> freed) {
    Source first = new Source();
    free.forEach((start, pages) -> first.runs.add(new long[] {start, pages}));
    sources.add(first);
    sources.add(of(pending));
    sources.add(of(freed));
  }

  private static Source of(Collection<PendingRun> runs) {
    Source source = new Source();
    runs.forEach(run -> source.runs.add(new long[] {run.start(), run.pages()}));
    return source;
  }

  @Override
  public boolean hasNext() {
    return left > 0 || sources.stream().anyMatch(source -> !source.exhausted());
  }

  @Override
  public long nextLong() {
    if (left == 0) {
      Source lowest = null;
      for (Source source : sources) {
        if (!source.exhausted() && (lowest == null || source.start() < lowest.start())) {
          lowest = source;
        }
      }
      if (lowest == null) {
        throw new NoSuchElementException("no more ids");
      }
      long[] run = lowest.runs.get(lowest.at++);
      next = run[0];
      left = run[1];
    }
    left--;
    return next++;
  }
}
