package io.togglebolt.storage.engine.internal;

import io.togglebolt.testkit.SplitMix64;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

/** Ways to spoil a bolt file, drawn from a seed. */
final class Mutation {
  private final SplitMix64 random;
  private final int pageSize;
  private final byte[] other;
  private byte[] content;

  /**
   * @param content a sound file, which is changed
   * @param other another file, from which pages may come
   */
  Mutation(SplitMix64 random, byte[] content, int pageSize, byte[] other) {
    this.random = random;
    this.content = content;
    this.pageSize = pageSize;
    this.other = other;
  }

  /** One to four changes. */
  byte[] apply() {
    for (int i = random.between(1, 4); i > 0 && content.length > 2 * pageSize; i--) {
      change();
    }
    return content;
  }

  private void change() {
    switch (random.below(9)) {
      case 0 -> flipBits();
      case 1 -> swapPages();
      case 2 -> splice();
      case 3 -> cut();
      case 4 -> header();
      case 5, 6 -> element();
      case 7 -> meta();
      default -> words();
    }
  }

  private int page() {
    return random.below(content.length / pageSize);
  }

  private void flipBits() {
    for (int i = random.between(1, 6); i > 0; i--) {
      int at = page() * pageSize + random.below(random.choice(16, 80, 400, pageSize));
      content[Math.min(at, content.length - 1)] ^= (byte) (1 << random.below(8));
    }
  }

  private void swapPages() {
    int one = page() * pageSize;
    int two = page() * pageSize;
    byte[] kept = Arrays.copyOfRange(content, one, one + pageSize);
    System.arraycopy(content, two, content, one, pageSize);
    System.arraycopy(kept, 0, content, two, pageSize);
    if (random.chance(1, 2)) {
      // As a page that lies: it says that it is the one that belongs there.
      file().set(Layouts.U64, one, one / pageSize);
    }
  }

  private void splice() {
    byte[] from = random.chance(1, 2) ? other : content;
    int length = Math.min(pageSize * random.between(1, 3), Math.min(from.length, content.length));
    int source = random.below((from.length - length) / 512 + 1) * 512;
    int target = random.below((content.length - length) / 512 + 1) * 512;
    System.arraycopy(from.clone(), source, content, target, length);
  }

  private void cut() {
    int length = random.chance(1, 2) ? page() * pageSize : random.below(content.length);
    content = Arrays.copyOf(content, Math.max(1, length));
  }

  private long extreme() {
    long pages = content.length / pageSize;
    List<Long> values =
        List.of(
            0L,
            1L,
            2L,
            3L,
            -1L,
            -2L,
            pages - 1,
            pages,
            pages + 1,
            0xFFFFL,
            0x7FFF_FFFFL,
            0xFFFF_FFFFL,
            1L << 32,
            1L << 50,
            Long.MAX_VALUE,
            Long.MIN_VALUE,
            (long) random.below((int) pages));
    return values.get(random.below(values.size()));
  }

  private MemorySegment file() {
    return MemorySegment.ofArray(content);
  }

  private void header() {
    long page = (long) page() * pageSize;
    switch (random.below(4)) {
      case 0 -> file().set(Layouts.U64, page, extreme());
      case 1 ->
          file()
              .set(
                  Layouts.U16,
                  page + Layouts.PAGE_FLAGS,
                  (short) (int) random.choice(0, 1, 2, 3, 4, 16, 18, 0xFFFF));
      case 2 -> file().set(Layouts.U16, page + Layouts.PAGE_COUNT, (short) extreme());
      default -> file().set(Layouts.U32, page + Layouts.PAGE_OVERFLOW, (int) extreme());
    }
  }

  private void element() {
    long page = (long) page() * pageSize;
    int count = Math.max(1, Math.min(Layouts.getU16(file(), page + Layouts.PAGE_COUNT), 60));
    long at = page + Layouts.PAGE_HEADER + (long) random.below(count) * Layouts.ELEMENT;
    if (at + Layouts.ELEMENT > content.length) {
      return;
    }
    if (random.chance(1, 3)) {
      file().set(Layouts.U64, at + Layouts.BRANCH_CHILD, extreme());
    } else {
      int small = random.choice(0, 1, 16, 40, pageSize, 32_768, 32_769, (int) extreme());
      file().set(Layouts.U32, at + 4L * random.below(4), small);
    }
  }

  /** A meta that lies with a right checksum. */
  private void meta() {
    int slot = random.below(2);
    MemorySegment page = file().asSlice((long) slot * pageSize, pageSize);
    if (!(Meta.read(page) instanceof Meta.Read.Valid(Meta meta))) {
      return;
    }
    int field = random.below(6);
    new Meta(
            field == 0 ? (int) random.choice(0, 512, 1024, 4096, 65_536, 1 << 20) : meta.pageSize(),
            field == 1 ? extreme() : meta.root(),
            field == 2 ? extreme() : meta.sequence(),
            field == 3 ? extreme() : meta.freelist(),
            field == 4 ? extreme() : meta.highWater(),
            field == 5 ? extreme() : meta.txid())
        .write(page);
  }

  /** References anywhere: bucket headers, lists of free pages, branches. */
  private void words() {
    for (int i = random.between(1, 3); i > 0; i--) {
      int at = page() * pageSize + random.below((pageSize - 8) / 8) * 8;
      if (at + 8 <= content.length) {
        file().set(Layouts.U64, at, extreme());
      }
    }
  }
}
