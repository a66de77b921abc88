package io.togglebolt.runtime;

import java.lang.foreign.MemorySegment;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A read-only view of a file's bytes in memory. The mapping owns its memory: after {@link #close()}
 * any access through the segment, or a slice of it, is an {@link IllegalStateException}.
 */
@ProviderType
public interface FileMapping extends AutoCloseable {

  /** The mapped bytes, from the file's offset 0. Usable by any thread. */
  MemorySegment segment();

  /** Unmaps. Closing twice does nothing. */
  @Override
  void close();
}
