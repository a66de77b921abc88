package io.togglebolt.shell.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.Inspection.PageInfo;
import io.togglebolt.storage.Inspection.Use;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PageGridTest {
  private static void add(PageGrid grid, long id, Use use, long pages) {
    grid.add(new PageInfo(id, use, pages, 0, 0));
  }

  private static String cells(PageGrid grid) {
    return String.join("/", grid.rows().stream().map(PageMap.Row::cells).toList());
  }

  @Test
  void aSmallFileHasACellForEachPage() {
    PageGrid grid = new PageGrid(80, 24);
    add(grid, 0, Use.META, 1);
    add(grid, 1, Use.META, 1);
    add(grid, 2, Use.FREELIST, 1);
    add(grid, 3, Use.LEAF, 2);
    assertEquals("MMFLL", cells(grid));
    assertEquals(1, grid.pagesPerCell());
    assertEquals(5, grid.pages());
  }

  @Test
  void anEmptyGridHasNoRows() {
    assertEquals(List.of(), new PageGrid(80, 24).rows());
  }

  @Test
  void aCellShowsWhatMostOfItsPagesAreAndThatThereAreOthers() {
    // Eight columns in one row, and four pages a cell in the end.
    PageGrid grid = new PageGrid(8, 1);
    add(grid, 0, Use.LEAF, 4);
    add(grid, 4, Use.LEAF, 3);
    add(grid, 7, Use.FREE, 1);
    add(grid, 8, Use.FREE, 3);
    add(grid, 11, Use.LEAF, 1);
    add(grid, 12, Use.PENDING, 4);
    add(grid, 16, Use.PENDING, 2);
    add(grid, 18, Use.FREE, 2);
    add(grid, 20, Use.LOST, 1);
    add(grid, 21, Use.LEAF, 3);
    add(grid, 24, Use.FREE, 8);
    assertEquals("Ll:Pp!..", cells(grid));
    assertEquals(4, grid.pagesPerCell());
  }

  @Test
  void whatNoRunHoldsIsLost() {
    PageGrid grid = new PageGrid(8, 1);
    add(grid, 0, Use.META, 2);
    add(grid, 4, Use.LEAF, 1);
    assertEquals("MM!!L", cells(grid));
    assertEquals(Map.of(Use.META, 2L, Use.LOST, 2L, Use.LEAF, 1L), grid.totals());
  }

  @Test
  void rowsSayWithWhichPageTheyBegin() {
    PageGrid grid = new PageGrid(19, 3);
    add(grid, 0, Use.LEAF, 70);
    assertEquals(
        List.of(
            new PageMap.Row(0, "L".repeat(16)),
            new PageMap.Row(32, "L".repeat(16)),
            new PageMap.Row(64, "L".repeat(3))),
        grid.rows());
  }

  @Test
  void aFileOfAnySizeFitsAndEachPageIsCounted() {
    for (int seed = 1; seed <= 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int width = random.nextInt(1, 200);
      int rows = random.nextInt(1, 25);
      PageGrid grid = new PageGrid(width, rows);
      Map<Use, Long> expected = new EnumMap<>(Use.class);
      List<Use> pages = new ArrayList<>();
      long longest = random.nextBoolean() ? 3 : 200;
      while (pages.size() < 5_000) {
        Use use = Use.values()[random.nextInt(Use.values().length)];
        long length = random.nextLong(1, longest + 1);
        add(grid, pages.size(), use, length);
        expected.merge(use, length, Long::sum);
        for (long i = 0; i < length; i++) {
          pages.add(use);
        }
      }
      String seeded = "seed " + seed;
      assertEquals(expected, grid.totals(), seeded);
      assertEquals(naive(pages, (int) grid.pagesPerCell()), cells(grid).replace("/", ""), seeded);
      assertTrue(grid.rows().size() <= rows, seeded);
      assertTrue(
          grid.rows().getFirst().cells().length() <= Math.max(width, PageGrid.COLUMN_STEP), seeded);
    }
  }

  private static String naive(List<Use> pages, int pagesPerCell) {
    StringBuilder cells = new StringBuilder();
    for (int from = 0; from < pages.size(); from += pagesPerCell) {
      List<Use> cell = pages.subList(from, Math.min(pages.size(), from + pagesPerCell));
      cells.append(PageMark.ofCell(use -> cell.stream().filter(each -> each == use).count()));
    }
    return cells.toString();
  }

  @Test
  void tenMillionPagesTakeNoMoreCells() {
    PageGrid grid = new PageGrid(72, 24);
    add(grid, 0, Use.META, 2);
    add(grid, 2, Use.FREE, 6_000_000);
    add(grid, 6_000_002, Use.LEAF, 4_000_000);
    assertEquals(10_000_002, grid.pages());
    assertEquals(8_192, grid.pagesPerCell());
    assertTrue(grid.rows().size() <= 24);
    String cells = cells(grid).replace("/", "");
    assertEquals(":" + ".".repeat(731), cells.substring(0, 732));
    assertTrue(cells.endsWith("LLL"), cells);
  }

  @Test
  void coloursAreBegunOnceForEachStretchAndEndWithTheRow() {
    assertEquals("\033[32mLl\033[90m.:\033[0m", PageMark.coloured("Ll.:"));
  }
}
