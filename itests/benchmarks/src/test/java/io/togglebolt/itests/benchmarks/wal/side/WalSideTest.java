package io.togglebolt.itests.benchmarks.wal.side;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.itests.benchmarks.side.Request;
import io.togglebolt.wal.ReplayedLog;
import io.togglebolt.wal.SnapshotMark;
import io.togglebolt.wal.WalOptions;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every exercise once, in tiny sizes: that it does what it says, not how long that takes. */
final class WalSideTest {
  @TempDir Path folder;

  private static long number(Map<String, ?> answer, String name) {
    return Long.parseLong(String.valueOf(answer.get(name)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"segmented", "dsync"})
  void whatAppendersSavedIsInTheLog(String writer) throws Exception {
    long saves = 0;
    try (WalSideMain side = new WalSideMain(folder)) {
      for (int appenders : new int[] {1, 5}) {
        Map<String, ?> answer =
            side.answer(
                Request.parse(
                    "append by=%s size=256 appenders=%d millis=20".formatted(writer, appenders)));
        saves += number(answer, "saves");
        assertTrue(number(answer, "syncs") > 0, answer.toString());
        assertTrue(number(answer, "bytes") > 256 * number(answer, "saves"), answer.toString());
        assertTrue(number(answer, "p99") >= number(answer, "p50"), answer.toString());
      }
      Map<String, ?> answer =
          side.answer(
              Request.parse("stream by=%s size=256 bytes=10000 window=7".formatted(writer)));
      assertEquals(40, number(answer, "saves"));
      saves += 40;
      answer =
          side.answer(
              Request.parse("allocation by=%s size=256 entries=3 saves=2".formatted(writer)));
      assertTrue(number(answer, "allocated") >= 0, answer.toString());
      saves += 6;
    }
    ReplayedLog replayed = new ReplayedLog();
    Logs.factory()
        .open(folder.resolve("log"), SnapshotMark.BEGINNING, replayed, WalOptions.defaults())
        .close();
    assertEquals(saves, replayed.entries().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"bare", "bare-dsync"})
  void theBareLoopWritesWhatItSays(String way) throws Exception {
    try (WalSideMain side = new WalSideMain(folder)) {
      Map<String, ?> answer =
          side.answer(Request.parse("append by=" + way + " frame=304 appenders=1 millis=10"));
      assertEquals(304 * number(answer, "saves"), number(answer, "bytes"));
      assertEquals(64_000_000, Files.size(folder.resolve("bare.tmp")));
      byte[] begin = new byte[305];
      try (InputStream file = Files.newInputStream(folder.resolve("bare.tmp"))) {
        assertEquals(begin.length, file.readNBytes(begin, 0, begin.length));
      }
      assertEquals("x".repeat(304), new String(begin, 0, 304, StandardCharsets.US_ASCII));
      answer = side.answer(Request.parse("stream by=" + way + " bytes=10000 batch=4096"));
      assertEquals(3, number(answer, "saves"));
      assertEquals("x".repeat(3 * 4_096), Files.readString(folder.resolve("bare.tmp")));
    }
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(0, left.count());
    }
  }

  @Test
  void aFilledLogIsReplayedFromItsBeginningAndFromItsEnd() throws Exception {
    try (WalSideMain side = new WalSideMain(folder)) {
      Map<String, ?> filled =
          side.answer(Request.parse("fill by=segmented size=4096 bytes=1000000"));
      assertEquals(245, number(filled, "entries"));
      for (int cold = 0; cold < 2; cold++) {
        String rest = " by=dsync entries=245 cold=" + cold + " from=";
        assertEquals(
            245, number(side.answer(Request.parse("replay" + rest + "beginning")), "entries"));
        assertEquals(0, number(side.answer(Request.parse("replay" + rest + "end")), "entries"));
        Map<String, ?> read = side.answer(Request.parse("read" + rest + "beginning"));
        assertTrue(number(read, "bytes") >= number(filled, "bytes"), read.toString());
      }
      assertThrows(
          IllegalStateException.class,
          () -> side.answer(Request.parse("replay by=dsync entries=244 cold=0 from=beginning")));
    }
  }

  @Test
  void writersTakeTurnsWhileAppendersSave() throws Exception {
    try (WalSideMain side = new WalSideMain(folder)) {
      Map<String, ?> answer =
          side.answer(
              Request.parse("swaps by=dsync,segmented size=256 appenders=3 times=3 apart=5"));
      assertEquals(3, number(answer, "swaps"));
      assertTrue(number(answer, "saves") > 0, answer.toString());
      assertTrue(number(answer, "pause100") >= number(answer, "pause50"), answer.toString());
    }
  }

  @Test
  void whatIsNotKnownIsRefused() throws Exception {
    try (WalSideMain side = new WalSideMain(folder)) {
      assertThrows(
          IllegalArgumentException.class, () -> side.answer(Request.parse("shuffle by=bare")));
      assertThrows(
          IllegalArgumentException.class,
          () -> side.answer(Request.parse("append by=bare-metal frame=304 millis=1")));
    }
  }
}
