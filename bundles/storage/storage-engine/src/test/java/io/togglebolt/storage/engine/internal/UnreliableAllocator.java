package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.spi.PageAllocator;
import io.togglebolt.storage.spi.PageAllocatorFactory;
import io.togglebolt.storage.spi.PageSetDigest;
import io.togglebolt.testkit.SplitMix64;

/** An allocator that works like another one until it does something that no allocator may do. */
final class UnreliableAllocator implements PageAllocator {
  /** What it does wrong. */
  enum Fault {
    THROWS_WHEN_ASKED,
    THROWS_WHEN_FREED,
    THROWS_A_CHECKED_EXCEPTION,
    OVERFLOWS_THE_STACK,
    ANSWERS_WITH_A_PAGE_IN_USE,
    ANSWERS_WITH_NONSENSE,
    ANSWERS_WITH_THE_LARGEST_NUMBER,
    ANSWERS_PAST_THE_END,
    ANSWERS_TWICE_THE_SAME,
    LOSES_PAGES
  }

  private final PageAllocator inner;
  private final Fault fault;
  private int callsUntilFault;
  private long lastAnswer = 2;

  UnreliableAllocator(PageAllocator inner, Fault fault, int callsUntilFault) {
    this.inner = inner;
    this.fault = fault;
    this.callsUntilFault = callsUntilFault;
  }

  /** A factory whose allocators each get a random fault, or the same one. */
  static PageAllocatorFactory factory(
      String name, SplitMix64 random, PageAllocatorFactory inner, Fault... faults) {
    return new PageAllocatorFactory() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public PageAllocator create() {
        return new UnreliableAllocator(
            inner.create(), random.choice(faults), random.choice(0, 1, 5, 40));
      }
    };
  }

  private boolean due() {
    return callsUntilFault-- <= 0;
  }

  @Override
  public long allocate(int pages) {
    if (due()) {
      switch (fault) {
        case THROWS_WHEN_ASKED -> throw new IllegalArgumentException("not so many");
        case THROWS_A_CHECKED_EXCEPTION ->
            UnreliablePolicy.sneak(new java.io.IOException("undeclared"));
        case OVERFLOWS_THE_STACK -> throw new StackOverflowError();
        case ANSWERS_WITH_A_PAGE_IN_USE -> {
          return 3;
        }
        case ANSWERS_WITH_NONSENSE -> {
          return Long.MIN_VALUE + pages;
        }
        case ANSWERS_WITH_THE_LARGEST_NUMBER -> {
          return Long.MAX_VALUE;
        }
        case ANSWERS_PAST_THE_END -> {
          return 1L << 40;
        }
        case ANSWERS_TWICE_THE_SAME -> {
          return lastAnswer;
        }
        case THROWS_WHEN_FREED, LOSES_PAGES -> {}
      }
    }
    lastAnswer = inner.allocate(pages);
    return lastAnswer;
  }

  @Override
  public void free(long start, long pages) {
    if (due()) {
      switch (fault) {
        case THROWS_WHEN_FREED -> throw new IllegalStateException("not this run");
        case LOSES_PAGES -> {
          return;
        }
        case THROWS_WHEN_ASKED,
            THROWS_A_CHECKED_EXCEPTION,
            OVERFLOWS_THE_STACK,
            ANSWERS_WITH_A_PAGE_IN_USE,
            ANSWERS_WITH_NONSENSE,
            ANSWERS_WITH_THE_LARGEST_NUMBER,
            ANSWERS_PAST_THE_END,
            ANSWERS_TWICE_THE_SAME -> {}
      }
    }
    inner.free(start, pages);
  }

  @Override
  public void reserve(long start, long pages) {
    inner.reserve(start, pages);
  }

  @Override
  public PageSetDigest digest() {
    return inner.digest();
  }
}
