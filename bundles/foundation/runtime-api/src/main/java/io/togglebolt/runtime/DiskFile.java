package io.togglebolt.runtime;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.osgi.annotation.versioning.ProviderType;

/**
 * An open file. Positional reads and writes may be called from any number of threads at once; an
 * interrupt of the calling thread neither fails the call nor closes the file for others.
 *
 * <p>All offsets and lengths are bytes. Buffers stay the caller's: nothing keeps a reference after
 * the call returns.
 *
 * <p>A call on a closed file is a {@link FileClosedException}; a change of a file that was opened
 * for reading is a {@link java.nio.file.AccessDeniedException}; a negative offset or length is an
 * {@link IllegalArgumentException}.
 */
@ProviderType
public interface DiskFile extends AutoCloseable {

  /** How a file is locked against other processes. */
  enum Lock {
    /** Many may hold it together, none of them writes. */
    SHARED,
    /** One alone holds it. */
    EXCLUSIVE
  }

  /**
   * Fills {@code target} from {@code offset}.
   *
   * @throws java.io.EOFException when the file ends before the buffer is full; its content is then
   *     undefined
   */
  void read(long offset, MemorySegment target) throws IOException;

  /**
   * Writes all of {@code source} at {@code offset}, extending the file when needed. Not durable
   * before {@link #sync()}.
   */
  void write(long offset, MemorySegment source) throws IOException;

  /**
   * Writes all of {@code source} at {@code offset} and makes it durable, together with the metadata
   * that is needed to read it back. What was written before may still be lost. A failure is as bad
   * as one of {@link #sync()}: what the range holds is not known.
   */
  void writeDurably(long offset, MemorySegment source) throws IOException;

  /**
   * Makes written data, and the metadata that is needed to read it back, durable: fdatasync(2).
   * When it fails, what was written since the last sync may be lost even if a later call succeeds:
   * the owner must not go on as if it were durable.
   */
  void sync() throws IOException;

  /** The file's length in bytes. */
  long size() throws IOException;

  /** Sets the file's length, cutting it or extending it with zeros that take no space. */
  void resize(long sizeBytes) throws IOException;

  /**
   * Reserves disk space for a range and extends the file to its end when it is shorter:
   * fallocate(2). Where the file system has no such call the file is extended as by {@link
   * #resize(long)}.
   */
  void allocate(long offset, long lengthBytes) throws IOException;

  /**
   * Maps the file's first {@code lengthBytes} bytes for reading, shared with writes through this
   * file. The mapping may reach past the file's end, so that a growing file need not be mapped
   * anew; bytes past the end must not be touched: doing so is an {@link InternalError} at best.
   *
   * @return the mapping, owned by the caller; it stays valid after the file is closed
   */
  FileMapping map(long lengthBytes) throws IOException;

  /**
   * Takes a flock(2) lock without waiting. The lock belongs to this open file and ends when it is
   * closed; it excludes other opens of the same file, in this process too. A lock is taken once: to
   * ask for the other kind later may give up the first kind and get neither.
   *
   * @return whether the lock is held now
   */
  boolean tryLock(Lock lock) throws IOException;

  /**
   * Takes a lock on all bytes of the file, however long it grows, with fcntl(2) F_OFD_SETLK,
   * without waiting. It lives and dies as that of {@link #tryLock} does, and excludes other opens
   * of the same file in this process and in others; but it knows nothing of flock(2) locks, nor
   * they of it. A shared lock needs no write access, an exclusive one does.
   *
   * @return whether the lock is held now
   */
  default boolean tryRecordLock(Lock lock) throws IOException {
    throw new IOException("this disk takes no record locks");
  }

  /** Closes the file and gives up its lock. Closing twice does nothing. */
  @Override
  void close() throws IOException;
}
