package io.togglebolt.shell.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ColumnsTest {
  private static final Columns<String> COLUMNS =
      Columns.<String>orElse("nothing")
          .text("word", word -> word)
          .number("length", String::length)
          .text("again", word -> word.equals("b") ? "" : word);

  @Test
  void columnsAreAsWideAsTheirWidestCellAndNumbersStandAtTheRight() {
    assertEquals(
        """
        word         length  again
        b                 1
        eleven-long      11  eleven-long\
        """,
        Listing.of(COLUMNS, List.of("b", "eleven-long")).table());
  }

  @Test
  void anEmptyListSaysSo() {
    assertEquals("nothing", Listing.of(COLUMNS, List.of()).table());
  }

  @Test
  void aNoteStandsBeneathTheTable() {
    assertEquals(
        "word  length  again\nb          1\ncut",
        Listing.of(COLUMNS, List.of("b")).withNote("cut").table());
  }

  @Test
  void detailsStandBeneathEachOther() {
    assertEquals("name  x\nsize  4", Details.none().with("name", "x").with("size", 4).text());
  }
}
