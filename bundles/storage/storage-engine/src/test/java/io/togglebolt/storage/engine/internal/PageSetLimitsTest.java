package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.StorageException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How far the pages of a file are followed and looked for. */
class PageSetLimitsTest {
  private static final int PAGE_SIZE = 1024;
  private static final int PAGES = 100;

  private final Arena arena = Arena.ofConfined();
  private final MemorySegment file = arena.allocate(PAGES * PAGE_SIZE, Long.BYTES);
  private final Pages pages = new Pages("some file", file, PAGE_SIZE, PAGES);

  @AfterEach
  void giveUp() {
    arena.close();
  }

  /** A leaf that holds one empty bucket, which needs no page of its own. */
  private void leaf(long id) {
    MemorySegment page = file.asSlice(id * PAGE_SIZE, PAGE_SIZE);
    Layouts.putPageHeader(page, id, Layouts.LEAF, 1, 0);
    page.set(Layouts.U32, Layouts.PAGE_HEADER + Layouts.LEAF_POS, Layouts.ELEMENT);
    page.set(Layouts.U32, Layouts.PAGE_HEADER + Layouts.LEAF_KEY_SIZE, 1);
    page.set(Layouts.U32, Layouts.PAGE_HEADER + Layouts.LEAF_FLAGS, Layouts.BUCKET_ENTRY);
    int bucketBytes = Layouts.BUCKET_HEADER + Layouts.PAGE_HEADER;
    page.set(Layouts.U32, Layouts.PAGE_HEADER + Layouts.LEAF_VALUE_SIZE, bucketBytes);
    long key = Layouts.PAGE_HEADER + Layouts.ELEMENT;
    page.set(ValueLayout.JAVA_BYTE, key, (byte) id);
    long inline = key + 1 + Layouts.BUCKET_HEADER;
    page.set(ValueLayout.JAVA_BYTE, inline + Layouts.PAGE_FLAGS, (byte) Layouts.LEAF);
  }

  /** A branch above leaves whose key is their own page id. */
  private void branch(long id, long... children) {
    MemorySegment page = file.asSlice(id * PAGE_SIZE, PAGE_SIZE);
    Layouts.putPageHeader(page, id, Layouts.BRANCH, children.length, 0);
    for (int i = 0; i < children.length; i++) {
      long element = Layouts.PAGE_HEADER + (long) i * Layouts.ELEMENT;
      long key = Layouts.PAGE_HEADER + (long) children.length * Layouts.ELEMENT + i;
      page.set(Layouts.U32, element + Layouts.BRANCH_POS, (int) (key - element));
      page.set(Layouts.U32, element + Layouts.BRANCH_KEY_SIZE, 1);
      page.set(Layouts.U64, element + Layouts.BRANCH_CHILD, children[i]);
      page.set(ValueLayout.JAVA_BYTE, key, (byte) children[i]);
      leaf(children[i]);
    }
  }

  private List<Long> unreached(long barrenPages, long end) {
    List<Long> found = new ArrayList<>();
    RunSet used = new RunSet();
    UnreachedPages all = new UnreachedPages(pages, used, new RunSet(), barrenPages);
    all.forEach(
        id -> {
          used.add(id, 1);
          found.add(id);
        });
    assertEquals(end, all.end());
    return found;
  }

  @Test
  void pagesInUseInTooManyPlacesAreRefusedWithAWayOut() {
    branch(3, 10, 12, 14);
    Meta meta = new Meta(PAGE_SIZE, 3, 0, Layouts.NO_FREELIST, PAGES, 7);
    assertEquals(PAGES - 2 - 4, Reachable.unused(pages, meta, 4).pages());
    StorageException refused =
        assertThrows(StorageException.class, () -> Reachable.unused(pages, meta, 3));
    assertTrue(String.valueOf(refused.getMessage()).contains("-Xmx"), refused.toString());
  }

  @Test
  void theSearchForPagesEndsInAHole() {
    leaf(5);
    leaf(50);
    assertEquals(List.of(5L, 50L), unreached(PAGES, PAGES));
    assertEquals(List.of(5L, 50L), unreached(45, 96));
    assertEquals(List.of(5L), unreached(44, 50));
  }
}
