package io.togglebolt.storage.engine.internal;

import io.togglebolt.runtime.DiskFile;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.InvalidDatabaseException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * Finds the state that a file holds: the valid meta with the higher transaction, of equal ones meta
 * 0. The page size comes from meta 0; when that is broken meta 1 is looked for at every possible
 * page size.
 */
final class MetaChoice {
  private static final Logger LOG = System.getLogger(MetaChoice.class.getName());

  private static final int PROBE_BYTES = Layouts.PAGE_HEADER + Meta.SIZE;

  /** The least page size that bbolt's own search tries, and how many doublings of it. */
  private static final int LEAST_PROBED_PAGE = 1024;

  private static final int PROBES = 15;

  private final Path path;
  private final DiskFile file;

  MetaChoice(Path path, DiskFile file) {
    this.path = path;
    this.file = file;
  }

  /**
   * Chooses.
   *
   * @throws InvalidDatabaseException when no meta is valid, or the file does not hold all pages
   *     that the meta speaks of
   */
  Meta choose(DatabaseOptions options) throws IOException {
    Both both = both();
    Meta chosen = newer(both.first(), both.second());
    long needed = Math.multiplyExact(chosen.highWater(), (long) chosen.pageSize());
    if (file.size() < needed) {
      throw new InvalidDatabaseException(
          path
              + ": truncated: found "
              + file.size()
              + " bytes, expected at least "
              + needed
              + " ("
              + chosen.highWater()
              + " pages of "
              + chosen.pageSize()
              + " bytes). A salvage copies what is there to a new file");
    }
    if (options.pageSizeBytes() != 0 && options.pageSizeBytes() != chosen.pageSize()) {
      throw new InvalidDatabaseException(
          path
              + ": found page size "
              + chosen.pageSize()
              + ", expected "
              + options.pageSizeBytes()
              + " as asked for");
    }
    if (!options.readOnly()) {
      warnOfBroken(both, chosen);
    }
    return chosen;
  }

  /** A power cut can tear the newest meta; so can damage, and then commits may be gone. */
  private void warnOfBroken(Both both, Meta chosen) {
    String broken = broken(both);
    if (!broken.isEmpty()) {
      LOG.log(
          Level.WARNING,
          "{0}: {1}; transaction {2} is used, and what was committed after it, if anything, cannot"
              + " be read. A power cut may leave that; if there was none, look at the file with"
              + " bolt:info, and save a copy before it is written",
          path,
          broken,
          Long.toString(chosen.txid()));
    }
  }

  /** Which one of two metas is invalid and why; empty when both are valid, or none. */
  static String broken(Both both) {
    return switch (both.first()) {
      case Meta.Read.Valid zero ->
          both.second() instanceof Meta.Read.Invalid(String problem, boolean looksLikeBolt)
              ? "meta 1 is invalid: " + problem
              : "";
      case Meta.Read.Invalid zero ->
          both.second() instanceof Meta.Read.Valid ? "meta 0 is invalid: " + zero.problem() : "";
    };
  }

  /** What stands in the place of meta 0 and of meta 1. */
  record Both(Meta.Read first, Meta.Read second) {}

  /** Reads both. */
  Both both() throws IOException {
    Meta.Read first = read(0);
    return new Both(
        first,
        first instanceof Meta.Read.Valid(Meta meta) ? read(meta.pageSize()) : searchSecond());
  }

  /** The newer of two, when at least one is valid. */
  Meta newer(Meta.Read first, Meta.Read second) {
    return switch (first) {
      case Meta.Read.Valid(Meta zero) ->
          second instanceof Meta.Read.Valid(Meta one)
                  && one.pageSize() == zero.pageSize()
                  && one.txid() > zero.txid()
              ? one
              : zero;
      case Meta.Read.Invalid zero ->
          switch (second) {
            case Meta.Read.Valid(Meta one) -> one;
            case Meta.Read.Invalid one -> throw neither(zero, one);
          };
    };
  }

  private InvalidDatabaseException neither(Meta.Read.Invalid zero, Meta.Read.Invalid one) {
    if (!zero.looksLikeBolt() && !one.looksLikeBolt()) {
      return new InvalidDatabaseException(path + ": not a bolt file: " + zero.problem());
    }
    return new InvalidDatabaseException(
        path + ": both metas are broken: meta 0: " + zero.problem() + "; meta 1: " + one.problem());
  }

  private Meta.Read searchSecond() throws IOException {
    Meta.Read best = new Meta.Read.Invalid("not found at any page size", false);
    for (int i = 0; i < PROBES; i++) {
      long offset = (long) LEAST_PROBED_PAGE << i;
      Meta.Read read = read(offset);
      switch (read) {
        case Meta.Read.Valid(Meta meta) -> {
          if (meta.pageSize() == offset) {
            return read;
          }
        }
        case Meta.Read.Invalid invalid -> {
          if (invalid.looksLikeBolt()) {
            best = invalid;
          }
        }
      }
    }
    return best;
  }

  private Meta.Read read(long offset) throws IOException {
    int length = Math.clamp(file.size() - offset, 0, PROBE_BYTES);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bytes = arena.allocate(PROBE_BYTES, Long.BYTES).asSlice(0, length);
      file.read(offset, bytes);
      return Meta.read(bytes);
    }
  }
}
