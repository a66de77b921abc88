package io.togglebolt.wal;

import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.osgi.annotation.versioning.ProviderType;

/**
 * An open log. Thread-safe: what is appended is ordered by when the calls reach the log.
 *
 * <p>Futures complete in the order of the calls, on a thread of the log's or on one that waits for
 * it ({@link #save} and the like write for others as well): what is done then must be short and
 * must not call {@link #save}, {@link #sync}, {@link #cut} or {@link #close}, which wait for that
 * thread. It may take a lock that others hold while they append, but none that anybody holds who
 * waits for a save. A future fails with a {@link WalException}.
 *
 * <p>When a write or a sync fails, nobody knows what the disk holds: the log then refuses
 * everything ({@link WalFailedException}, with the cause) until it is closed and opened again.
 * While no writer is there (its bundle was stopped, and no other durable one is offered) saves
 * wait, and fail with a {@link WalVacantException} when the vacancy timeout is over; nothing of
 * them is in the log then, and the same may be appended again.
 */
@ProviderType
public interface Wal extends AutoCloseable {

  /** Whose log it is. */
  WalMetadata metadata();

  /**
   * Appends entries and then a hard state. Returns when they have their place in the order, which
   * may have to wait for room in a buffer of bounded size; the entries are copied by then.
   *
   * <p>Durable when the future completes if there are entries, or the term or the vote differ from
   * those saved before. A hard state of which only the commit index is new becomes durable with the
   * next save that must be, or {@link #sync}.
   *
   * @param state the new hard state; {@link HardState#EMPTY} leaves it as it is
   * @param entries the first one continues the log or takes the place of an earlier one; each of
   *     the others continues the one before
   * @return completes when the above holds
   * @throws IllegalArgumentException when entries would leave a gap, or go backwards among
   *     themselves, or one is too large; nothing is appended
   * @throws WalClosedException when the log is closed
   */
  CompletableFuture<Void> append(HardState state, List<Entry> entries);

  /**
   * The same, and waits. Cheaper than waiting for the future of {@link #append} when few do so, as
   * the calling thread may do the writing.
   *
   * @throws WalException as the future would fail; what was interrupted may have been saved
   */
  void save(HardState state, List<Entry> entries) throws InterruptedException;

  /**
   * Appends a mark that says that a snapshot of the state up to that index is durable elsewhere.
   * The log may be opened at it from then on, and entries may continue after it.
   *
   * @return completes when the mark is durable
   */
  CompletableFuture<Void> saveSnapshot(SnapshotMark mark);

  /** Waits until everything that was appended before is durable, the commit index included. */
  void sync() throws InterruptedException;

  /** Ends the segment and begins the next; waits until it has begun. */
  void cut() throws InterruptedException;

  /**
   * Says that entries below an index are not needed any more, because a snapshot holds them: gives
   * up the locks of the segments that hold nothing else. Of the segments whose first index is below
   * {@code index} the last one stays locked, for it may hold {@code index} itself.
   */
  void release(long index);

  /**
   * Deletes released segments, the oldest first, while there are more than {@code keepSegments} in
   * all. The first that is still needed, or locked by another process, ends it.
   *
   * @return how many are gone
   * @throws IllegalArgumentException when {@code keepSegments} is below 1
   */
  int purge(int keepSegments);

  /** How it stands. */
  WalStatus status();

  /**
   * Waits for what was appended, makes all of it durable and gives up the locks. Closing twice does
   * nothing. Where no writer is there, what waits fails as it would have in the end.
   *
   * @throws WalException when something could not be made durable; it is closed all the same
   */
  @Override
  void close();
}
