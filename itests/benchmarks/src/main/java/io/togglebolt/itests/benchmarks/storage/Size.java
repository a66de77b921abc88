package io.togglebolt.itests.benchmarks.storage;

/**
 * How much is done in one run.
 *
 * @param keys how many keys are loaded
 * @param millis how long a run that is bounded by time lasts
 * @param warmMillis how long each side repeats a workload before the runs that count
 * @param smallCommits commits of one key
 * @param unsyncedCommits commits of one key that need not be durable
 * @param largeCommits commits of 1,000 keys
 * @param batchEach puts of each concurrent caller
 * @param opens how often the file is opened in a run
 * @param mostMillis a run that is bounded by a count ends after this time, whatever it did
 */
record Size(
    int keys,
    int millis,
    int warmMillis,
    int smallCommits,
    int unsyncedCommits,
    int largeCommits,
    int batchEach,
    int opens,
    int mostMillis) {
  static final Size FULL = new Size(1_000_000, 2_000, 4_000, 2_000, 20_000, 300, 200, 20, 30_000);
  static final Size QUICK = new Size(20_000, 30, 30, 20, 20, 3, 3, 2, 2_000);

  /** Puts the sizes into a request, where {@code {name}} stands for one. */
  String into(String request) {
    return request
        .replace("{keys}", "" + keys)
        .replace("{millis}", "" + millis)
        .replace("{smallCommits}", "" + smallCommits)
        .replace("{unsyncedCommits}", "" + unsyncedCommits)
        .replace("{largeCommits}", "" + largeCommits)
        .replace("{batchEach}", "" + batchEach)
        .replace("{opens}", "" + opens)
        .replace("{mostMillis}", "" + mostMillis);
  }
}
