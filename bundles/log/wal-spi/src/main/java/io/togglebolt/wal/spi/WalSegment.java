package io.togglebolt.wal.spi;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One file of a log, as a writer may use it. It is open and locked as long as the log needs it; a
 * writer that has been replaced, or has begun another segment, is refused with a {@link
 * io.togglebolt.runtime.FileClosedException}, so that it can harm nothing afterwards.
 *
 * <p>All offsets and lengths are bytes. Buffers stay the caller's.
 */
@ProviderType
public interface WalSegment {
  /** The file, for messages. Its name may change once, when a prepared one comes into service. */
  Path path();

  /** As {@link io.togglebolt.runtime.DiskFile#read}. */
  void read(long offset, MemorySegment target) throws IOException;

  /** As {@link io.togglebolt.runtime.DiskFile#write}: not durable before {@link #sync()}. */
  void write(long offset, MemorySegment source) throws IOException;

  /** As {@link io.togglebolt.runtime.DiskFile#writeDurably}: written and synced in one call. */
  void writeDurably(long offset, MemorySegment source) throws IOException;

  /** As {@link io.togglebolt.runtime.DiskFile#sync}: fdatasync(2). */
  void sync() throws IOException;

  /** As {@link io.togglebolt.runtime.DiskFile#allocate}: fallocate(2). */
  void allocate(long offset, long lengthBytes) throws IOException;

  /** How long the file is now. */
  long size() throws IOException;
}
