package io.togglebolt.storage;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Freelist policies that run beside the serving one, on the same traffic. Thread-safe.
 *
 * @see Database#compareFreelists
 */
@ProviderType
public interface FreelistComparison extends AutoCloseable {

  /** What a row stands for. */
  enum Role {
    /** The database itself, as it is. */
    DATABASE,
    /** A shadow of the very candidate that serves in the database. */
    SERVING,
    /** A shadow of another one. */
    SHADOW
  }

  /**
   * What a policy would have come to. The database's own row has no {@code releaseCalls}, {@code
   * releasedRuns} and {@code policyNanos}: they are -1 there.
   *
   * @param policy the policy as it was asked for; in the database's own row the one that serves now
   * @param role what the row stands for
   * @param transactions how many committed transactions the figures include
   * @param pendingPages pages that are freed and not free yet
   * @param freePages pages that are free
   * @param filePages pages from the file's beginning to the last one in use: what the file needs
   * @param releaseCalls how often the policy was asked what may be handed out
   * @param releasedRuns how many runs it has answered with
   * @param policyNanos for how long it worked, in nanoseconds by the clock, its making and the
   *     checks of its answers left out
   * @param problem why this policy was given up, so that the figures stand still; empty while all
   *     is well
   */
  record Row(
      String policy,
      Role role,
      long transactions,
      long pendingPages,
      long freePages,
      long filePages,
      long releaseCalls,
      long releasedRuns,
      long policyNanos,
      String problem) {}

  /**
   * The database's own row, then one for each policy. While the comparison runs, the policies may
   * be some transactions behind; each row says how many it includes. Readable after {@link
   * #close()} too, as of then.
   */
  List<Row> rows();

  /** How many transactions were committed since it began, until it was stopped. */
  long transactions();

  /**
   * Follows the database no longer, and waits until the policies have replayed what there is, so
   * that all rows include the same transactions. A policy that does not come to its end in time is
   * given up, and its row says so. An interrupt does not shorten the wait.
   *
   * @param timeoutMillis how long to wait at the most, in milliseconds; 0 to stop without waiting,
   *     in which case nobody is given up
   */
  void stop(long timeoutMillis);

  /** Stops, without waiting, and lets go of the policies. Closing twice does nothing. */
  @Override
  void close();
}
