package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.CorruptPageException;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FreelistPageTest {
  private static final int PAGE_SIZE = 1024;
  private static final int PAGE = 2;

  /** Where the first id stands. */
  private static final long FIRST = PAGE * PAGE_SIZE + Layouts.PAGE_HEADER;

  /** Every second page, so that no two ids are one run; {@code ids} of them. */
  private static RunSet spread(int ids) {
    RunSet set = new RunSet();
    for (int i = 0; i < ids; i++) {
      set.add(10_000 + 2L * i, 1);
    }
    return set;
  }

  private static MemorySegment written(RunSet set) {
    int pages = FreelistPage.pagesFor(set.pages(), PAGE_SIZE);
    MemorySegment file = MemorySegment.ofArray(new byte[(PAGE + pages) * PAGE_SIZE]);
    FreelistPage.write(file.asSlice(PAGE * PAGE_SIZE), PAGE, pages, set.pages(), set.ids());
    return file;
  }

  private static Pages pages(MemorySegment file) {
    return new Pages("list.db", file, PAGE_SIZE, 1_000_000);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 125, 126, 127, 254, 5_000, 0xFFFE, 0xFFFF, 0x10000, 0x10001})
  void aListComesBackAsItWasWritten(int ids) {
    RunSet set = spread(ids);
    MemorySegment file = written(set);
    assertEquals(set.digest(), FreelistPage.read(pages(file), PAGE).digest());
    long at = (long) PAGE * PAGE_SIZE;
    int count = Layouts.getU16(file, at + Layouts.PAGE_COUNT);
    assertEquals(Math.min(ids, 0xFFFF), count);
    if (ids >= 0xFFFF) {
      assertEquals(ids, Layouts.getU64(file, FIRST), "the real count is the first element");
    }
  }

  @Test
  void neighbouringIdsAreReadAsOneRun() {
    RunSet set = new RunSet();
    set.add(5, 100);
    set.add(200, 3);
    set.add(300, 20_000);
    RunSet read = FreelistPage.read(pages(written(set)), PAGE);
    assertEquals(3, read.runs());
    assertEquals(set.digest(), read.digest());
  }

  private static void assertDamaged(MemorySegment file, String found) {
    CorruptPageException damaged =
        assertThrows(CorruptPageException.class, () -> FreelistPage.read(pages(file), PAGE));
    String message = String.valueOf(damaged.getMessage());
    assertTrue(message.startsWith("list.db: page 2: ") && message.contains(found), message);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 1_000_000, -1, Long.MIN_VALUE, Long.MAX_VALUE})
  void anIdThatIsNoPageIsDamage(long id) {
    MemorySegment file = written(spread(3));
    file.set(Layouts.U64, FIRST, id);
    assertDamaged(file, "found free page " + Long.toUnsignedString(id));
  }

  @Test
  void idsOutOfOrderOrTwiceAreDamage() {
    MemorySegment twice = written(spread(3));
    twice.set(Layouts.U64, FIRST + 8, 10_000);
    assertDamaged(twice, "found free page 10000 out of order or twice");
    MemorySegment disordered = written(spread(3));
    disordered.set(Layouts.U64, FIRST + 16, 10_001);
    assertDamaged(disordered, "found free page 10001 out of order or twice");
  }

  @Test
  void aCountWithoutRoomIsDamage() {
    MemorySegment file = written(spread(3));
    file.set(Layouts.U16, PAGE * PAGE_SIZE + Layouts.PAGE_COUNT, (short) 127);
    assertDamaged(file, "found a freelist of 127 ids, room for 126");
    file.set(Layouts.U16, PAGE * PAGE_SIZE + Layouts.PAGE_COUNT, (short) 0xFFFF);
    file.set(Layouts.U64, FIRST, -1);
    assertDamaged(file, "found a freelist of 18446744073709551615 ids, room for 125");
    file.set(Layouts.U64, FIRST, 126);
    assertDamaged(file, "found a freelist of 126 ids, room for 125");
  }

  @Test
  void anotherPageIsNoList() {
    MemorySegment file = written(spread(3));
    file.set(Layouts.U16, PAGE * PAGE_SIZE + Layouts.PAGE_FLAGS, (short) Layouts.LEAF);
    assertDamaged(file, "found leaf, expected the freelist");
    file.set(Layouts.U64, PAGE * PAGE_SIZE, 77);
    assertDamaged(file, "found page id 77 in its header, expected 2");
  }
}
