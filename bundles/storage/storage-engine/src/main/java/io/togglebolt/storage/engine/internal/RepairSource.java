package io.togglebolt.storage.engine.internal;

import io.togglebolt.runtime.Disk;
import io.togglebolt.runtime.DiskFile;
import io.togglebolt.runtime.FileMapping;
import io.togglebolt.storage.InvalidDatabaseException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file under repair: locked, mapped as long as it is, its metas read. */
final class RepairSource implements AutoCloseable {
  private static final long LOCK_TIMEOUT_MILLIS = 500;

  private final Path path;
  private final DiskFile file;
  private final FileMapping mapping;
  private final long sizeBytes;
  private final MetaChoice choice;
  private final MetaChoice.Both metas;

  private RepairSource(Path path, DiskFile file) throws IOException {
    this.path = path;
    this.file = file;
    sizeBytes = file.size();
    if (sizeBytes == 0) {
      throw new InvalidDatabaseException(path + ": found an empty file, expected a bolt file");
    }
    choice = new MetaChoice(path, file);
    metas = choice.both();
    mapping = file.map(sizeBytes);
  }

  /** Opens and locks: exclusively to be changed, else shared. */
  static RepairSource open(Disk disk, Path path, boolean change) throws IOException {
    DiskFile file = disk.open(path, change ? Disk.Access.WRITE : Disk.Access.READ);
    try {
      DiskFile.Lock kind = change ? DiskFile.Lock.EXCLUSIVE : DiskFile.Lock.SHARED;
      DatabaseOpener.lock(path, file, kind, LOCK_TIMEOUT_MILLIS);
      return new RepairSource(path, file);
    } catch (Throwable failure) {
      file.close();
      throw failure;
    }
  }

  Path path() {
    return path;
  }

  DiskFile file() {
    return file;
  }

  long sizeBytes() {
    return sizeBytes;
  }

  /** The file's bytes; past its size nothing may be touched. */
  MemorySegment mapped() {
    return mapping.segment();
  }

  /**
   * The newest valid meta.
   *
   * @throws InvalidDatabaseException when there is none
   */
  Meta newest() {
    return choice.newer(metas.first(), metas.second());
  }

  /** Why there is no valid meta; empty when there is one. */
  String whyNoMeta() {
    return switch (metas.first()) {
      case Meta.Read.Valid valid -> "";
      case Meta.Read.Invalid zero ->
          switch (metas.second()) {
            case Meta.Read.Valid valid -> "";
            case Meta.Read.Invalid one ->
                "meta 0: " + zero.problem() + "; meta 1: " + one.problem();
          };
    };
  }

  /** Tells of a meta that is broken while the other is not: it may have been the newer one. */
  void tellBrokenMeta(Tally unproven) {
    String broken = MetaChoice.broken(metas);
    if (!broken.isEmpty()) {
      unproven.add(
          broken
              + "; what was committed after transaction "
              + newest().txid()
              + ", if anything, cannot be read");
    }
  }

  /** The valid meta at page 0 or 1 that fits the newest, or null. */
  @Nullable Meta at(int slot) {
    return (slot == 0 ? metas.first() : metas.second()) instanceof Meta.Read.Valid(Meta meta)
            && meta.pageSize() == newest().pageSize()
        ? meta
        : null;
  }

  /** The first page that no valid meta's state reaches to; at least the one given. */
  long firstUntouched(long least) {
    long end = least;
    for (int slot = 0; slot < 2; slot++) {
      Meta meta = at(slot);
      if (meta != null) {
        end = Math.max(end, Math.min(meta.highWater(), sizeBytes / meta.pageSize()));
      }
    }
    return end;
  }

  /** The page that the newest meta is on. */
  int slotOfNewest() {
    return newest().equals(at(0)) ? 0 : 1;
  }

  /**
   * The pages of a state.
   *
   * @throws InvalidDatabaseException when the file does not hold all of them
   */
  Pages pages(Meta meta) {
    if (meta.highWater() > sizeBytes / meta.pageSize()) {
      throw new InvalidDatabaseException(
          path
              + ": truncated: found "
              + sizeBytes
              + " bytes, expected "
              + meta.highWater()
              + " pages of "
              + meta.pageSize()
              + " bytes for transaction "
              + meta.txid());
    }
    return new Pages(path.toString(), mapped(), meta.pageSize(), meta.highWater());
  }

  @Override
  public void close() throws IOException {
    mapping.close();
    file.close();
  }
}
