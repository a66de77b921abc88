package io.togglebolt.raft.core.internal.log;

import io.togglebolt.raft.CompactedException;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.RaftInvariantException;
import io.togglebolt.raft.RaftLogger;
import io.togglebolt.raft.RaftStorage;
import io.togglebolt.raft.Snapshot;
import io.togglebolt.raft.UnavailableException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A member's whole log: the stable one, which it only reads, and behind that what is not known to
 * be stable. Where both have an index, what is not stable counts. It also knows how far the log is
 * committed, and how far the state machine is.
 *
 * <p>Lists that it gives do not change. They are slices, or hold what was asked for and no more.
 * One thread's, the member's; the stable log may be written and compacted by another meanwhile.
 */
public final class RaftLog {
  private static final long UNKNOWN = Unstable.UNKNOWN;

  private final LogReader reader;
  private final LogMatching matching;
  private final RaftLogger logger;
  private final Unstable unstable;
  private final ApplyCursor cursor;
  private long committed;

  /**
   * A log that goes on from what is stable. Nothing is known to be committed or applied but what a
   * snapshot has replaced.
   *
   * @param maxApplyingBytes how large the entries may be together that the state machine was given
   *     and is not done with; it is given one in any case
   */
  public RaftLog(RaftStorage storage, RaftLogger logger, long maxApplyingBytes) {
    this.logger = logger;
    this.unstable = new Unstable(storage.lastIndex() + 1, logger);
    this.reader = new LogReader(storage, unstable);
    this.matching = new LogMatching(reader, logger);
    this.committed = storage.firstIndex() - 1;
    this.cursor = new ApplyCursor(committed, maxApplyingBytes);
  }

  /** The highest index that is known to be held by a quorum. */
  public long committed() {
    return committed;
  }

  /** The last index that the state machine was given. */
  public long applying() {
    return cursor.applying();
  }

  /**
   * The last index that the state machine was given as an entry, not as part of a snapshot, since
   * this process began; 0 for none.
   */
  public long given() {
    return cursor.given();
  }

  /** The last index that the state machine is done with. */
  public long applied() {
    return cursor.applied();
  }

  /** The index of the first entry that is there, or would be. */
  public long firstIndex() {
    return reader.firstIndex();
  }

  /** The index of the last entry; that of the snapshot where there is none behind it. */
  public long lastIndex() {
    return reader.lastIndex();
  }

  /** The term of the last entry. */
  public long lastTerm() {
    long last = lastIndex();
    long term = reader.termOrUnknown(last);
    if (term == UNKNOWN) {
      throw new RaftInvariantException("the term of the last entry, index " + last + ", is gone");
    }
    return term;
  }

  /** The last entry. */
  public EntryId lastEntryId() {
    return new EntryId(lastTerm(), lastIndex());
  }

  /**
   * The term of an entry, also of the one before the first.
   *
   * @throws CompactedException when it is gone
   * @throws UnavailableException when it is not there yet
   */
  public long term(long index) {
    return reader.term(index);
  }

  /** The term of an entry; 0 when it is gone or not there yet. */
  public long termOrZero(long index) {
    return Math.max(0, reader.termOrUnknown(index));
  }

  /** Whether an entry is here. By the log matching property all before it are the same too. */
  public boolean matchTerm(EntryId id) {
    return matching.holds(id);
  }

  /**
   * Whether a log that ends with an entry holds all that this one might have committed (Raft paper,
   * 5.4.1).
   */
  public boolean isUpToDate(EntryId theirs) {
    long term = lastTerm();
    return theirs.term() > term || theirs.term() == term && theirs.index() >= lastIndex();
  }

  /**
   * Takes what a leader sends, when its entry before that is here (Raft paper, 5.3): what conflicts
   * is cut off, what is here already stays, so that an old message that comes late takes nothing
   * away.
   *
   * @param previous the entry before those
   * @param entries the entries that follow
   * @param leaderCommit how far the leader's log is committed
   * @return the index of the last of the entries; -1 when the previous one is not here
   * @throws RaftInvariantException when it would change what is committed, or the entries do not
   *     follow each other
   */
  public long maybeAppend(EntryId previous, List<Entry> entries, long leaderCommit) {
    if (!matchTerm(previous)) {
      return -1;
    }
    LogMatching.requireSuccessive(previous.index() + 1, entries);
    long lastNew = previous.index() + entries.size();
    long conflict = findConflict(entries);
    if (conflict != 0) {
      if (conflict <= committed) {
        throw new RaftInvariantException(
            "a leader's entry conflicts with the committed entry of index %d; index %d is committed"
                .formatted(conflict, committed));
      }
      int skip = (int) (conflict - previous.index() - 1);
      append(skip == 0 ? entries : entries.subList(skip, entries.size()));
    }
    commitTo(Math.min(leaderCommit, lastNew));
    return lastNew;
  }

  /**
   * Takes entries, in the place of those from the first one's index on.
   *
   * @return the index of the last entry
   * @throws RaftInvariantException when it would change what is committed, or leave a gap
   */
  public long append(List<Entry> entries) {
    if (!entries.isEmpty()) {
      long from = entries.getFirst().index();
      LogMatching.requireSuccessive(from, entries);
      if (from <= committed) {
        throw new RaftInvariantException(
            "entries from index %d on would replace committed ones; index %d is committed"
                .formatted(from, committed));
      }
      unstable.truncateAndAppend(entries);
    }
    return lastIndex();
  }

  /**
   * The index of the first of successive entries that is not here: because another is in its place,
   * or none. 0 when all are here.
   */
  public long findConflict(List<Entry> entries) {
    return matching.findConflict(entries);
  }

  /**
   * The last index up to one given at which this log and another may still agree, of which is known
   * that it has an entry of the given term there: the last one whose term here is not higher, or is
   * not known. So one answer skips a whole term of entries (Raft paper, end of 5.3).
   *
   * @return the index, and its term here; term 0 where that is not known
   */
  public EntryId findConflictByTerm(long index, long term) {
    return matching.findConflictByTerm(index, term);
  }

  /** Commits up to an entry, if it is here and not committed yet. */
  public boolean maybeCommit(EntryId id) {
    // Each leader's term is at least 1; the place before the first entry is no entry.
    if (id.index() > committed && id.term() != 0 && matchTerm(id)) {
      commitTo(id.index());
      return true;
    }
    return false;
  }

  /**
   * Commits up to an index; what is committed stays so.
   *
   * @throws RaftInvariantException when the log ends before
   */
  public void commitTo(long index) {
    if (index > committed) {
      long last = lastIndex();
      if (index > last) {
        throw new RaftInvariantException(
            "index %d is to be committed and the last one is %d: the log was corrupted, cut or lost"
                .formatted(index, last));
      }
      committed = index;
    }
  }

  /**
   * The state machine is done with the entries up to an index.
   *
   * @param bytes what they take when encoded
   */
  public void appliedTo(long index, long bytes) {
    cursor.done(index, bytes, committed);
  }

  /**
   * The state machine was given the entries up to an index.
   *
   * @param bytes what they take when encoded
   * @param allowUnstable what {@link #nextCommittedEntries} was asked with
   */
  public void acceptApplying(long index, long bytes, boolean allowUnstable) {
    cursor.accept(index, bytes, committed, maxAppliable(allowUnstable));
  }

  /** The stable log holds the entries up to one, unless it was replaced here meanwhile. */
  public void stableTo(EntryId id) {
    unstable.stableTo(id);
  }

  /** The stable log holds the snapshot of an index. */
  public void stableSnapTo(long index) {
    unstable.stableSnapshotTo(index);
  }

  /** What is not stable is being written from now on. */
  public void acceptUnstable() {
    unstable.acceptInProgress();
  }

  /** The entries that are to be written and are not being written. */
  public List<Entry> nextUnstableEntries() {
    return unstable.nextEntries();
  }

  /** Whether {@link #nextUnstableEntries} holds any. */
  public boolean hasNextUnstableEntries() {
    return unstable.hasNextEntries();
  }

  /** Whether any entry is not known to be stable. */
  public boolean hasNextOrInProgressUnstableEntries() {
    return unstable.size() > 0;
  }

  /** The snapshot that is to be written and is not being written. */
  public @Nullable Snapshot nextUnstableSnapshot() {
    return unstable.nextSnapshot();
  }

  /** Whether {@link #nextUnstableSnapshot} gives one. */
  public boolean hasNextUnstableSnapshot() {
    return unstable.nextSnapshot() != null;
  }

  /** Whether a snapshot is not known to be stable. */
  public boolean hasNextOrInProgressSnapshot() {
    return unstable.snapshot() != null;
  }

  /**
   * The committed entries that the state machine is to be given next; none while it waits for a
   * snapshot, or has too much to do.
   *
   * @param allowUnstable whether entries may be among them that this member's stable log does not
   *     hold yet
   */
  public List<Entry> nextCommittedEntries(boolean allowUnstable) {
    if (!hasNextCommittedEntries(allowUnstable)) {
      return List.of();
    }
    long lo = cursor.applying() + 1;
    try {
      return slice(lo, maxAppliable(allowUnstable) + 1, cursor.availableBytes());
    } catch (CompactedException gone) {
      throw new RaftInvariantException(
          "entries from index " + lo + " on are committed and not applied; " + gone.getMessage());
    }
  }

  /** Whether {@link #nextCommittedEntries} holds any. */
  public boolean hasNextCommittedEntries(boolean allowUnstable) {
    return !cursor.isPaused()
        && !hasNextOrInProgressSnapshot()
        && cursor.applying() < maxAppliable(allowUnstable);
  }

  private long maxAppliable(boolean allowUnstable) {
    return allowUnstable ? committed : Math.min(committed, unstable.offset() - 1);
  }

  /** The latest snapshot, which may be one that is not stable yet. */
  public Snapshot snapshot() {
    return reader.snapshot();
  }

  /**
   * The entries from an index on that fit the limit together when encoded; one in any case where
   * there is one.
   *
   * @throws CompactedException when the first is gone
   */
  public List<Entry> entries(long from, long maxBytes) {
    return reader.entries(from, maxBytes);
  }

  /**
   * The entries from {@code lo} to the one before {@code hi} that fit the limit together when
   * encoded; one in any case where there is one.
   *
   * @throws CompactedException when the first is gone
   * @throws RaftInvariantException when they are not all there
   */
  public List<Entry> slice(long lo, long hi, long maxBytes) {
    return reader.slice(lo, hi, maxBytes);
  }

  /**
   * Visits the entries from {@code lo} to the one before {@code hi} in order, page by page, until
   * all were seen or the visitor says that he has seen enough.
   *
   * @param pageBytes how large a page may be; each holds one entry in any case
   * @param visit gives whether he wants more
   * @throws CompactedException when an entry is gone
   */
  public void scan(long lo, long hi, long pageBytes, Predicate<List<Entry>> visit) {
    reader.scan(lo, hi, pageBytes, visit);
  }

  /** A snapshot takes the place of the whole log, and is committed. */
  public void restore(Snapshot snapshot) {
    if (logger.isLoggable(Level.INFO)) {
      logger.log(
          Level.INFO,
          "log [%s] starts to restore snapshot [index: %d, term: %d]"
              .formatted(this, snapshot.metadata().index(), snapshot.metadata().term()));
    }
    committed = snapshot.metadata().index();
    unstable.restore(snapshot);
  }

  /** As etcd writes it. */
  @Override
  public String toString() {
    return "committed="
        + committed
        + ", applied="
        + applied()
        + ", applying="
        + applying()
        + ", "
        + unstable;
  }
}
