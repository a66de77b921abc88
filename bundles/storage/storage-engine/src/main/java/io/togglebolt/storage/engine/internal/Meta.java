package io.togglebolt.storage.engine.internal;

import static io.togglebolt.storage.engine.internal.Layouts.U32;
import static io.togglebolt.storage.engine.internal.Layouts.U64;

import io.togglebolt.storage.DatabaseOptions;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * One committed state of the database, as a meta page holds it.
 *
 * @param pageSize bytes of a page
 * @param root the root bucket's page
 * @param sequence the root bucket's sequence
 * @param freelist the freelist's page, or {@link Layouts#NO_FREELIST}
 * @param highWater the first page that was never used
 * @param txid the transaction that wrote it
 */
record Meta(int pageSize, long root, long sequence, long freelist, long highWater, long txid) {
  static final int MAGIC = 0xED0CDAED;
  static final int VERSION = 2;

  /** No file has seen so many transactions; beyond it their numbers could not go on. */
  static final long MAX_TXID = 1L << 62;

  /** No file has fewer pages: a new one has so many. */
  static final long LEAST_HIGH_WATER = 4;

  /** Bytes of a meta, after the page header. */
  static final int SIZE = 64;

  private static final int OFF_MAGIC = 0;
  private static final int OFF_VERSION = 4;
  private static final int OFF_PAGE_SIZE = 8;
  private static final int OFF_FLAGS = 12;
  private static final int OFF_ROOT = 16;
  private static final int OFF_SEQUENCE = 24;
  private static final int OFF_FREELIST = 32;
  private static final int OFF_HIGH_WATER = 40;
  private static final int OFF_TXID = 48;
  private static final int OFF_CHECKSUM = 56;

  /** What was read from a meta page: a usable meta, or why there is none. */
  sealed interface Read {
    /** A meta whose magic, version, checksum and page size are right. */
    record Valid(Meta meta) implements Read {}

    /**
     * No meta.
     *
     * @param problem what was found and what was expected
     * @param looksLikeBolt whether at least the magic is right
     */
    record Invalid(String problem, boolean looksLikeBolt) implements Read {}
  }

  boolean freelistPersisted() {
    return freelist != Layouts.NO_FREELIST;
  }

  /** The page that this meta is written to. */
  long page() {
    return txid & 1;
  }

  /** The meta's bytes where {@code page} begins with a page header. */
  static Read read(MemorySegment page) {
    if (page.byteSize() < Layouts.PAGE_HEADER + SIZE) {
      return new Read.Invalid(
          "found only "
              + page.byteSize()
              + " bytes, expected at least "
              + (Layouts.PAGE_HEADER + SIZE),
          false);
    }
    MemorySegment meta = page.asSlice(Layouts.PAGE_HEADER, SIZE);
    int magic = meta.get(U32, OFF_MAGIC);
    if (magic != MAGIC) {
      return new Read.Invalid(
          "found magic 0x" + Integer.toHexString(magic) + ", expected 0xed0cdaed", false);
    }
    int version = meta.get(U32, OFF_VERSION);
    if (version != VERSION) {
      return new Read.Invalid(
          "found format version " + Integer.toUnsignedString(version) + ", expected " + VERSION,
          true);
    }
    long checksum = meta.get(U64, OFF_CHECKSUM);
    long expected = checksum(meta);
    if (checksum != expected) {
      return new Read.Invalid(
          "found checksum "
              + Long.toHexString(checksum)
              + ", expected "
              + Long.toHexString(expected),
          true);
    }
    return plausible(
        new Meta(
            meta.get(U32, OFF_PAGE_SIZE),
            meta.get(U64, OFF_ROOT),
            meta.get(U64, OFF_SEQUENCE),
            meta.get(U64, OFF_FREELIST),
            meta.get(U64, OFF_HIGH_WATER),
            meta.get(U64, OFF_TXID)));
  }

  /** A checksum is no proof of sense: the pages it names must lie below its high-water mark. */
  private static Read plausible(Meta meta) {
    if (Integer.bitCount(meta.pageSize) != 1
        || meta.pageSize < DatabaseOptions.MIN_PAGE_SIZE_BYTES
        || meta.pageSize > DatabaseOptions.MAX_PAGE_SIZE_BYTES) {
      return new Read.Invalid(
          "found page size "
              + Integer.toUnsignedString(meta.pageSize)
              + ", expected a power of two from 1024 to 65536",
          true);
    }
    if (meta.highWater < LEAST_HIGH_WATER || meta.highWater > Long.MAX_VALUE / meta.pageSize) {
      return new Read.Invalid(
          "found high-water page "
              + Long.toUnsignedString(meta.highWater)
              + ", expected at least 4",
          true);
    }
    if (meta.root < 2 || meta.root >= meta.highWater) {
      return new Read.Invalid(
          "found root page "
              + Long.toUnsignedString(meta.root)
              + ", expected 2 to "
              + (meta.highWater - 1),
          true);
    }
    if (meta.freelistPersisted() && (meta.freelist < 2 || meta.freelist >= meta.highWater)) {
      return new Read.Invalid(
          "found freelist page "
              + Long.toUnsignedString(meta.freelist)
              + ", expected 2 to "
              + (meta.highWater - 1),
          true);
    }
    if (meta.txid < 0 || meta.txid > MAX_TXID) {
      return new Read.Invalid(
          "found transaction "
              + Long.toUnsignedString(meta.txid)
              + ", expected at most "
              + MAX_TXID,
          true);
    }
    return new Read.Valid(meta);
  }

  /** Writes the page header and the meta at the start of {@code page}. */
  void write(MemorySegment page) {
    Layouts.putPageHeader(page, page(), Layouts.META, 0, 0);
    MemorySegment meta = page.asSlice(Layouts.PAGE_HEADER, SIZE);
    meta.set(U32, OFF_MAGIC, MAGIC);
    meta.set(U32, OFF_VERSION, VERSION);
    meta.set(U32, OFF_PAGE_SIZE, pageSize);
    meta.set(U32, OFF_FLAGS, 0);
    meta.set(U64, OFF_ROOT, root);
    meta.set(U64, OFF_SEQUENCE, sequence);
    meta.set(U64, OFF_FREELIST, freelist);
    meta.set(U64, OFF_HIGH_WATER, highWater);
    meta.set(U64, OFF_TXID, txid);
    meta.set(U64, OFF_CHECKSUM, checksum(meta));
  }

  /** The checksum stored in, or fit for, the meta at the segment's start. */
  long checksum() {
    MemorySegment page = MemorySegment.ofArray(new byte[Layouts.PAGE_HEADER + SIZE]);
    write(page);
    return page.get(U64, Layouts.PAGE_HEADER + OFF_CHECKSUM);
  }

  /** FNV-1a, 64 bits, over all that stands before the checksum. */
  private static long checksum(MemorySegment meta) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < OFF_CHECKSUM; i++) {
      hash ^= meta.get(ValueLayout.JAVA_BYTE, i) & 0xFF;
      hash *= 0x100000001b3L;
    }
    return hash;
  }
}
