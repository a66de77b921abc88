package io.togglebolt.wal.spi;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Brings a log's bytes to the disk: the part that can be replaced. It decides how they are written
 * and made durable; what they mean, where a segment ends, which file comes next and what is locked
 * is the log's.
 *
 * <p>Called by one thread at a time, which may be another one each time, but for {@link #prepare}.
 * An {@link IOException} fails the whole log, for nobody knows then what the disk holds; a {@link
 * RuntimeException} or {@link LinkageError} fails this writer alone: another one is made, which is
 * given the same bytes again, for the same place.
 */
@ConsumerType
public interface WalWriter extends AutoCloseable {

  /**
   * Goes on in a segment. What stands before the offset is durable; behind it there are zeros only,
   * if anything. The segment before, if there was one, is not touched any more.
   *
   * @param segment stays usable until the next call of this method or {@link #close}
   * @param offset a multiple of 8, in bytes
   */
  void begin(WalSegment segment, long offset) throws IOException;

  /**
   * Appends bytes behind those appended before. When this returns they are durable, and so is
   * everything before them.
   *
   * @param frames whole frames, a multiple of 8 bytes, in native memory; the caller's, who uses it
   *     again afterwards
   */
  void append(MemorySegment frames) throws IOException;

  /**
   * Gets a segment ready that will be begun later, perhaps by another writer: reserves its space,
   * so that no append must wait for that or find the disk full. It holds nothing or zeros, and must
   * read as zeros afterwards. Called in the background, also while another thread appends.
   *
   * @param sizeBytes how long it is to be
   */
  default void prepare(WalSegment segment, long sizeBytes) throws IOException {
    segment.allocate(0, sizeBytes);
  }

  /**
   * Lets go of buffers. Everything that was appended is durable already; nothing must be written.
   * Called once.
   */
  @Override
  void close();
}
