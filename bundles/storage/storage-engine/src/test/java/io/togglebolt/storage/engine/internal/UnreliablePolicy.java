package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.spi.FreelistPolicy;
import io.togglebolt.storage.spi.FreelistPolicyFactory;
import io.togglebolt.storage.spi.PageSetDigest;
import io.togglebolt.storage.spi.PendingRun;
import io.togglebolt.storage.spi.PendingRun.Kind;
import io.togglebolt.storage.spi.PendingRun.Origin;
import io.togglebolt.testkit.SplitMix64;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A policy that works like another one until it does something that no policy may do. */
class UnreliablePolicy implements FreelistPolicy {
  /** What it does wrong. */
  enum Fault {
    THROWS_WHEN_FREED,
    THROWS_WHEN_ASKED,
    THROWS_AN_ERROR,
    THROWS_A_CHECKED_EXCEPTION,
    IS_HALF_UNINSTALLED,
    RELEASES_WHAT_READERS_SEE,
    RELEASES_TWICE,
    RELEASES_WHAT_IS_NOT_PENDING,
    CHANGES_THE_READERS,
    RELEASES_WITHOUT_BEING_ASKED,
    LOSES_PAGES
  }

  private final FreelistPolicy inner;
  private final Fault fault;
  private final List<PendingRun> pending = new ArrayList<>();
  private int callsUntilFault;
  private @Nullable Releases kept;

  UnreliablePolicy(FreelistPolicy inner, Fault fault, int callsUntilFault) {
    this.inner = inner;
    this.fault = fault;
    this.callsUntilFault = callsUntilFault;
  }

  /** A factory whose policies each get a random fault, or the same one. */
  static FreelistPolicyFactory factory(
      String name, SplitMix64 random, FreelistPolicyFactory inner, Fault... faults) {
    return new FreelistPolicyFactory() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public FreelistPolicy create() {
        return new UnreliablePolicy(
            inner.create(), random.choice(faults), random.choice(0, 1, 5, 40));
      }
    };
  }

  /** The same policies under another name. */
  static FreelistPolicyFactory renamed(String name, FreelistPolicyFactory inner) {
    return new FreelistPolicyFactory() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public FreelistPolicy create() {
        return inner.create();
      }
    };
  }

  private boolean due() {
    return callsUntilFault-- <= 0;
  }

  @Override
  public void freed(PendingRun run) {
    if (due()) {
      switch (fault) {
        case THROWS_WHEN_FREED -> throw new IllegalStateException("not this run");
        case THROWS_AN_ERROR -> throw new Error("an error of its own");
        case THROWS_A_CHECKED_EXCEPTION -> sneak(new Exception("undeclared"));
        case LOSES_PAGES -> {
          return;
        }
        case RELEASES_WITHOUT_BEING_ASKED -> {
          if (kept != null) {
            kept.release(run);
          }
        }
        case THROWS_WHEN_ASKED,
            IS_HALF_UNINSTALLED,
            RELEASES_WHAT_READERS_SEE,
            RELEASES_TWICE,
            RELEASES_WHAT_IS_NOT_PENDING,
            CHANGES_THE_READERS -> {}
      }
    }
    pending.add(run);
    inner.freed(run);
  }

  @Override
  public void forget(PendingRun run) {
    pending.remove(run);
    inner.forget(run);
  }

  @Override
  public void release(long[] readers, Releases releases) {
    kept = releases;
    if (due()) {
      switch (fault) {
        case THROWS_WHEN_ASKED -> throw new UnsupportedOperationException("not today");
        case THROWS_AN_ERROR -> throw new Error("an error of its own");
        case THROWS_A_CHECKED_EXCEPTION -> sneak(new Exception("undeclared"));
        case IS_HALF_UNINSTALLED -> throw new NoClassDefFoundError("its classes are gone");
        case RELEASES_WHAT_READERS_SEE -> {
          releaseAll(releases);
          return;
        }
        case RELEASES_TWICE -> {
          inner.release(readers, releases);
          releaseAll(releases);
        }
        case RELEASES_WHAT_IS_NOT_PENDING ->
            releases.release(
                new PendingRun(3, 1, PendingRun.UNKNOWN, Origin.UNKNOWN, 0, Kind.TREE, 1));
        case CHANGES_THE_READERS -> {
          Arrays.fill(readers, Long.MAX_VALUE);
          releaseAll(releases);
          return;
        }
        case THROWS_WHEN_FREED, RELEASES_WITHOUT_BEING_ASKED, LOSES_PAGES -> {}
      }
    }
    inner.release(
        readers,
        run -> {
          pending.remove(run);
          releases.release(run);
        });
  }

  private void releaseAll(Releases releases) {
    for (PendingRun run : List.copyOf(pending)) {
      releases.release(run);
    }
  }

  /** As parts written in other languages do. */
  @SuppressWarnings("unchecked")
  static <E extends Throwable> void sneak(Throwable thrown) throws E {
    throw (E) thrown;
  }

  @Override
  public PageSetDigest digest() {
    return inner.digest();
  }
}
