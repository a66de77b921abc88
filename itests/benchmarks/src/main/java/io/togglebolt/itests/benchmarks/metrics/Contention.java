package io.togglebolt.itests.benchmarks.metrics;

/** Who records at once into the same instrument. */
enum Contention {
  /** One thread. */
  NONE("1 thread", 1, 1),
  /** Two threads. */
  USUAL("2 threads", 2, 1),
  /**
   * Two threads whose ids differ by a multiple of more than any recorder has places for threads:
   * the worst that can happen to one that chooses the place by the id.
   */
  WORST("2 in one place", 2, 1_024);

  private final String title;
  private final int threads;
  private final int apart;

  Contention(String title, int threads, int apart) {
    this.title = title;
    this.threads = threads;
    this.apart = apart;
  }

  String title() {
    return title;
  }

  int threads() {
    return threads;
  }

  /** A request for it. */
  String request(String instrument, String recorder, int millis) {
    return "%s by=%s threads=%d apart=%d millis=%d"
        .formatted(instrument, recorder, threads, apart, millis);
  }
}
