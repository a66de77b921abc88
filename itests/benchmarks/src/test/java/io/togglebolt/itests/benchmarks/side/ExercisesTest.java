package io.togglebolt.itests.benchmarks.side;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each exercise does what it says, and counts it; how long it takes is nobody's concern here. */
final class ExercisesTest {
  @TempDir private Path folder;

  private Map<String, Long> run(String request) throws Exception {
    return new Exercises(new Togglebolt(), folder).run(Request.parse(request));
  }

  private long operations(String request) throws Exception {
    return run(request).get("operations");
  }

  @Test
  void readsCountWholeTransactionsAndWholeScans() throws Exception {
    assertEquals(12_345, operations("load keys=12345"));
    long gets = operations("get keys=12345 threads=2 each=10 millis=20");
    assertTrue(gets > 0 && gets % 10 == 0, gets + " gets");
    long scanned = operations("scan keys=12345 millis=20");
    assertTrue(scanned > 0 && scanned % 12_345 == 0, scanned + " entries");
    assertEquals(3, operations("open times=3"));
  }

  @Test
  void aScanThatMissesEntriesIsNoFigure() throws Exception {
    run("load keys=100");
    Exception wrong = assertThrows(Exception.class, () -> run("scan keys=101 millis=20"));
    assertTrue(
        String.valueOf(wrong.getMessage()).contains("saw 10800 bytes; expected 10908"),
        wrong.toString());
  }

  @Test
  void aGetThatMissesIsNoFigure() throws Exception {
    run("load keys=10");
    assertThrows(Exception.class, () -> run("get keys=100000 threads=1 each=100 millis=20"));
  }

  @Test
  void putsEndWithTheirCountAndBeginWithAnEmptyFile() throws Exception {
    String request = "put order=sequential batch=10 commits=7 sync=false millis=60000";
    assertEquals(70, operations(request));
    assertEquals(70, operations(request));
  }

  @Test
  void putsEndWithTheirTimeAsWell() throws Exception {
    assertEquals(0, operations("put order=random batch=10 commits=1000000 sync=false millis=0"));
  }

  @Test
  void concurrentCallersEachDoTheirShare() throws Exception {
    assertEquals(12, operations("batch threads=4 each=3 sync=false millis=60000"));
  }

  @Test
  void allocationIsCountedByTheJvm() throws Exception {
    run("load keys=100");
    Map<String, Long> answer = run("allocation keys=100 each=1000");
    // A copy is an array of 100 bytes and its header.
    assertTrue(answer.get("bytes") >= 1000 * 100, answer.toString());
  }

  @Test
  void viewsReadTheSameEntries() throws Exception {
    Exercises views = new Exercises(new ToggleboltViews(), folder);
    views.run(Request.parse("load keys=1000"));
    views.run(Request.parse("scan keys=1000 millis=1"));
    views.run(Request.parse("get keys=1000 threads=1 each=100 millis=1"));
  }

  @Test
  void whatIsNotKnownIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> run("jump"));
    assertThrows(IllegalArgumentException.class, () -> run("put order=random"));
  }
}
