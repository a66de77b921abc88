package io.togglebolt.storage.engine.internal;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Mappings that longer ones have replaced, until no reader can be in them any more: see {@link
 * ReaderTable} for why a scan tells. Used under one lock, or by one thread.
 *
 * @param <M> a mapping
 */
final class RetiredMappings<M> {
  private static final long NOT_YET = Long.MAX_VALUE;

  private static final class Retired<M> {
    private final M mapping;

    /** The first transaction whose state does not name the mapping any more. */
    private long since = NOT_YET;

    private Retired(M mapping) {
      this.mapping = mapping;
    }
  }

  private final List<Retired<M>> retired = new ArrayList<>();

  /** A longer mapping was made. The published state may still name this one. */
  void replaced(M mapping) {
    retired.add(new Retired<>(mapping));
  }

  /** A state that names the newest mapping was published. */
  void published(long txid) {
    for (Retired<M> one : retired) {
      one.since = Math.min(one.since, txid);
    }
  }

  /** Gives up the mappings that no reader is in, as a scan after the last publication found. */
  void release(long[] seen, Consumer<M> unmap) {
    long oldest = seen.length == 0 ? NOT_YET - 1 : seen[0];
    for (Iterator<Retired<M>> all = retired.iterator(); all.hasNext(); ) {
      Retired<M> one = all.next();
      if (one.since <= oldest) {
        all.remove();
        unmap.accept(one.mapping);
      }
    }
  }

  /** Gives up all of them: nobody reads any more. */
  void releaseAll(Consumer<M> unmap) {
    retired.forEach(one -> unmap.accept(one.mapping));
    retired.clear();
  }
}
