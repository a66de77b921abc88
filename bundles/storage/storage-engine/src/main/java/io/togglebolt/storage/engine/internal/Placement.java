package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.spi.PageAllocator;

/** How the tree pages of a commit are spread over the free pages. */
enum Placement {
  /**
   * Each node by itself, children before parents: what bbolt does, page for page, when the
   * allocator takes the lowest fit. What is lowest is taken first, so the file's end empties.
   */
  BBOLT_ORDER {
    @Override
    void place(int[] pages, int count, Taker taker) {
      for (int i = 0; i < count; i++) {
        if (!taker.takeFree(i, i + 1)) {
          taker.takeFileEnd(i, i + 1);
        }
      }
    }
  },

  /**
   * A large commit in as few runs as possible, since a disk writes one long run many times faster
   * than its pages scattered; a small one like {@link #BBOLT_ORDER}, since it waits for its syncs
   * whatever it writes, and its few pages would break up the long runs that large values need: over
   * an hour of small commits of mixed sizes that makes the file half as large again.
   *
   * <p>Where no run holds all that is left of a large commit, the longest ones are used up first;
   * the file's end moves for what finds no free pages at all, and while little of the file is
   * unused.
   *
   * <p>Parents go first. The next commit writes them again, whatever it changes, so together they
   * leave a run behind that is long enough for their successors; a leaf among them would stay and
   * cut it.
   */
  IN_RUNS {
    @Override
    void place(int[] pages, int count, Taker taker) {
      if (count < LARGE_COMMIT_NODES) {
        BBOLT_ORDER.place(pages, count, taker);
        return;
      }
      long left = 0;
      for (int i = 0; i < count; i++) {
        left += pages[i];
      }
      boolean mayGrow = taker.mayGrow();
      long wanted = left;
      for (int to = count; to > 0; ) {
        int from = to - 1;
        long sum = pages[from];
        while (from > 0 && sum + pages[from - 1] <= wanted) {
          sum += pages[--from];
        }
        if (sum <= Integer.MAX_VALUE && taker.takeFree(from, to)) {
          to = from;
        } else if (from == to - 1 || mayGrow) {
          taker.takeFileEnd(from, to);
          to = from;
        } else {
          // No run of that length is left, so none is asked for again: of each length that the
          // free runs have, one question at most is in vain.
          wanted = taker.longestFree(sum - 1);
        }
      }
    }
  };

  /** From so many nodes on, a commit is written faster in one run even if the file must grow. */
  private static final int LARGE_COMMIT_NODES = 64;

  /** What a placement takes pages from. Nodes are named by their numbers. */
  interface Taker {
    /**
     * Gives the nodes from {@code from} to before {@code to} one free run, in order; returns false
     * when there is none.
     *
     * @see PageAllocator#allocate(int)
     */
    boolean takeFree(int from, int to);

    /**
     * The length of the longest run of at most so many pages that is free now; 0 when there is
     * none.
     */
    long longestFree(long atMost);

    /** Gives these nodes one run at the file's end, which moves. */
    void takeFileEnd(int from, int to);

    /** Whether so little of the file is unused that it may grow although there are free pages. */
    boolean mayGrow();
  }

  /**
   * Decides for all nodes of a commit.
   *
   * @param pages how many pages each node takes
   * @param count how many nodes there are
   */
  abstract void place(int[] pages, int count, Taker taker);
}
