package io.togglebolt.shell.internal;

import java.util.concurrent.TimeUnit;

/**
 * What a load has done.
 *
 * @param database the database's name
 * @param nanos for how long
 * @param commits how many transactions it committed
 * @param operations how many puts were in them
 * @param filePagesBefore pages from the file's beginning to the last one in use when it began
 * @param filePagesAfter the same when it ended
 */
record LoadReport(
    String database,
    long nanos,
    long commits,
    long operations,
    long filePagesBefore,
    long filePagesAfter) {

  private long commitsPerSecond() {
    return Math.round((double) commits * TimeUnit.SECONDS.toNanos(1) / Math.max(1, nanos));
  }

  /** How it goes, while it goes on. */
  String line(long nanosLeft) {
    return database
        + ": "
        + Units.count(commits, "commit")
        + ", "
        + commitsPerSecond()
        + " a second, file pages "
        + filePagesBefore
        + " -> "
        + filePagesAfter
        + "; "
        + Units.nanos(nanosLeft)
        + " left (Ctrl-C ends)";
  }

  /** In words. */
  String text() {
    return Details.none()
        .with("load on", database)
        .with("lasted", Units.nanos(nanos))
        .with("commits", commits)
        .with("commits per second", commitsPerSecond())
        .with("operations", operations)
        .with("file pages before", filePagesBefore)
        .with("file pages after", filePagesAfter)
        .text();
  }

  /** In words, too: the shell may end before the load does, and its converters before the shell. */
  @Override
  public String toString() {
    return text();
  }
}
