package io.togglebolt.wal;

import java.nio.file.Path;

/** Is told each record of a log, in the order of the files. */
@FunctionalInterface
public interface WalRecordVisitor {
  /**
   * A record whose checksum is right.
   *
   * @param segment the file
   * @param offset where its frame begins there, in bytes
   * @return whether to go on
   */
  boolean record(Path segment, long offset, WalRecord record);
}
