package io.togglebolt.shell.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.raft.Entry;
import io.togglebolt.wal.SnapshotMark;
import io.togglebolt.wal.Wal;
import io.togglebolt.wal.WalMetadata;
import io.togglebolt.wal.WalOptions;
import io.togglebolt.wal.WalRecord;
import io.togglebolt.wal.WalVacantException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WalCommandsTest {
  @TempDir private Path folder;
  private Console console;

  @BeforeEach
  void start() {
    console = new Console(folder);
  }

  @AfterEach
  void stop() {
    console.close();
  }

  private FakeLogs.Log only() {
    return console.fakeLogs().made.getFirst();
  }

  @Test
  void aLogIsMadeAsItWasSaidAndClosed() throws Exception {
    String shown =
        console.run(
            "wal:open --create --node-id 8e9e05c52164694d --cluster-id cdf818194e3a8c32"
                + " --writer dsync --segment-bytes 8192 --buffer-bytes 65536"
                + " --vacancy-timeout 5 logs/a");
    assertTrue(shown.contains("of          node 8e9e05c52164694d of cluster cdf8"), shown);
    assertTrue(shown.contains("\nwriter      dsync\n"), shown);
    WalOptions options = only().options;
    assertEquals("a", options.name().orElseThrow());
    assertEquals(8192, options.segmentBytes());
    assertEquals(65536, options.bufferBytes());
    assertEquals(5, options.vacancyTimeoutMillis());
    assertEquals(folder.resolve("logs/a"), only().status().directory());
    assertTrue(console.run("wal:logs").contains("\na     shell      dsync"), "no such log");
    assertEquals("closed a", console.run("wal:close a"));
    assertTrue(only().closed);
    assertEquals(
        "no log is open; wal:open DIR opens one, with --create a new one", console.run("wal:logs"));
  }

  @Test
  void aLogThatIsThereIsOpenedAtItsLastMark() throws Exception {
    FakeLogs logs = console.fakeLogs();
    console.run("wal:open --name first a");
    assertEquals(SnapshotMark.BEGINNING, logs.openedAt);
    logs.records.add(new WalRecord.Snapshot(SnapshotMark.of(0, 0)));
    logs.records.add(new WalRecord.Snapshot(SnapshotMark.of(201, 3)));
    console.run("wal:open --name second b");
    assertEquals(SnapshotMark.of(201, 3), logs.openedAt);
  }

  @Test
  void logsAreClosedWithTheShellAndWithWhoeverMakesThem() throws Exception {
    console.run("wal:open --create a");
    console.logs().unbindFactory(console.fakeLogs());
    assertTrue(only().closed);
    assertEquals(
        "there are no logs: the bundle io.togglebolt.wal makes and opens them, and is not started",
        console.fail("wal:open --create b"));
  }

  @Test
  void aConfiguredLogIsNamedByItsServiceAndNotClosed() throws Exception {
    Wal log =
        console
            .fakeLogs()
            .create(folder, new WalMetadata(1, 2), WalOptions.defaults().withName("x"));
    Map<String, Object> properties = Map.of("togglebolt.log", "x");
    console.logs().bindLog(log, properties);
    assertTrue(console.run("wal:logs").contains("\nx     configuration  segmented"), "no such log");
    assertTrue(
        console.fail("wal:close x").startsWith("log 'x' is configured, not opened by the shell;"));
    assertTrue(console.fail("wal:open --create --name x b").endsWith("choose another with --name"));
    console.logs().unbindLog(log, properties);
    assertEquals(
        "no log 'x' is open; none is open (wal:open DIR opens one, with --create a new one)",
        console.fail("wal:status x"));
  }

  @Test
  void statusShowsTheLogAndItsWriters() throws Exception {
    console.run("wal:open --create --name a b");
    String shown = console.run("wal:status").replaceAll(" {2,}", "  ");
    for (String line :
        List.of(
            "log  a",
            "directory  " + folder.resolve("b"),
            "of  node 1 of cluster 1",
            "segments  3, 1 of them released",
            "first index  1",
            "last index  0",
            "hard state  term 4, vote ab, commit 6",
            "size  4 KiB",
            "sync p50  -",
            "pending  2 saves, 512 B",
            "slot  wal of a",
            "active  segmented")) {
      assertTrue(shown.contains(line + "\n"), () -> line + " is not in\n" + shown);
    }
    assertFalse(shown.contains("failed"), shown);
    console.run("wal:load --for 10ms --appenders 1");
    String loaded = console.run("wal:status");
    assertTrue(loaded.contains("sync p99      2 ms\n"), loaded);
  }

  @Test
  void aWriterIsPutIntoServiceByName() throws Exception {
    console.run("wal:open --create a");
    assertTrue(console.run("wal:list").contains("\nsegmented        0  yes"), "not active");
    assertEquals("writer of a: dsync took over from segmented", console.run("wal:use dsync"));
    assertEquals(
        "writer of a: dsync served already, and is pinned now", console.run("wal:use dsync a"));
    assertEquals("no writer dsnyc; there are segmented, dsync", console.fail("wal:use dsnyc"));
    console.run("wal:open --create b");
    assertEquals("say which log: open are: a, b", console.fail("wal:use dsync"));
  }

  @Test
  void whatIsTypedWronglyIsOneLine() {
    assertTrue(
        console
            .fail("wal:open --node-id zz --create a")
            .startsWith("wal:open: --node-id is 'zz', expected 1 to 16 hexadecimal digits"));
    assertTrue(
        console
            .fail("wal:open --node-id 1 a")
            .startsWith("wal:open: --node-id needs --create: a log that is there has its own"));
    assertTrue(
        console.fail("wal:open --creat a").contains("(did you mean --create?)"), "no suggestion");
    assertTrue(
        console
            .fail("wal:open --segment-bytes 7 a")
            .contains("--segment-bytes is '7', expected a whole number from 4096 on"));
  }

  @Test
  void namesAreOfferedWhereACommandTakesThem() throws Exception {
    console.run("wal:open --create a");
    Completer completer = new Completer(console.databases(), console.metrics(), console.logs());
    assertEquals(List.of("a"), completer.candidates(List.of("wal:status", ""), 1));
    assertEquals(List.of("dsync", "segmented"), completer.candidates(List.of("wal:use", ""), 1));
    assertEquals(List.of("a"), completer.candidates(List.of("wal:use", "dsync", ""), 2));
    assertTrue(completer.candidates(List.of("wal:dump", "--types", ""), 2).contains("state"));
    assertTrue(completer.wantsFile(List.of("wal:verify", ""), 1));
  }

  @Test
  void aLoadContinuesTheLogInOrderAndTellsWhatItDid() throws Exception {
    console.run("wal:open --create a");
    WalLoadReport report =
        assertInstanceOf(
            WalLoadReport.class, console.result("wal:load --for 50ms --size 10 --appenders 4 a"));
    List<Entry> entries = only().entries();
    assertEquals(entries.size(), report.saves());
    assertTrue(report.saves() > 0, report::toString);
    for (int i = 0; i < entries.size(); i++) {
      assertEquals(i + 1, entries.get(i).index());
      assertEquals(4, entries.get(i).term());
      assertEquals(10, entries.get(i).data().length);
    }
    String text = report.text();
    assertTrue(text.contains("\nsaves             " + report.saves() + "\n"), text);
    assertTrue(text.contains("\nlast index        0 -> " + report.saves() + "\n"), text);
    WalLoadReport alone =
        assertInstanceOf(
            WalLoadReport.class, console.result("wal:load --for 20ms --size 0 --appenders 1"));
    assertEquals(report.saves() + alone.saves(), only().entries().size());
  }

  @Test
  void anInterruptEndsALoadAndShowsWhatThereIs() throws Exception {
    console.run("wal:open --create a");
    console.clear();
    AtomicReference<Object> result = new AtomicReference<>();
    WalLoadCommands commands = new WalLoadCommands(console.logs());
    Thread command =
        Thread.ofPlatform()
            .start(() -> result.set(commands.load(console.session(), "--for", "1h")));
    while (only().entries().size() < 3) {
      Thread.onSpinWait();
    }
    command.interrupt();
    command.join();
    WalLoadReport report = assertInstanceOf(WalLoadReport.class, result.get());
    assertEquals(only().entries().size(), report.saves());
    assertTrue(
        console.printed().startsWith("interrupted: what was appended stays\n"), console.printed());
  }

  @Test
  void aBackgroundLoadThatFailsSaysWhy() throws Exception {
    console.run("wal:open --create a");
    console.fakeLogs().refusal = new WalVacantException("log a: no writer came within 10 s");
    console.clear();
    console.result("wal:load --for 1h &");
    await("log a: no writer came within 10 s\n");
    console.fakeLogs().refusal = null;
    console.clear();
    console.result("wal:load --for 10ms &");
    await("load on ");
  }

  private void await(String text) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!console.printed().contains(text)) {
      assertTrue(System.nanoTime() < deadline, console.printed());
      Thread.onSpinWait();
    }
  }

  @Test
  void aReportIsInWordsWhoeverShowsIt() throws Exception {
    console.run("wal:open --create a");
    WalLoadReport report =
        assertInstanceOf(WalLoadReport.class, console.result("wal:load --for 10ms a"));
    assertEquals(report.text(), report.toString());
  }

  @Test
  void anEntryOfALoadIsTextThatNobodyTakesForAMessage() {
    SplittableRandom random = new SplittableRandom(1);
    String text = new String(WalLoad.payload(random, 64), StandardCharsets.US_ASCII);
    assertTrue(text.matches("wal:load [a-z]{55}"), text);
    assertEquals("wal:", new String(WalLoad.payload(random, 4), StandardCharsets.US_ASCII));
    // Protocol buffers have no fields of this type.
    assertEquals(7, text.charAt(0) & 7);
  }

  @Test
  void whereThereIsNoLogAnOpeningNamesTheWayToMakeOne() throws Exception {
    console.fakeLogs().damage = "a: there is no log";
    assertEquals(
        "a: there is no log; with --create, wal:open makes a new one", console.fail("wal:open a"));
    Files.createDirectory(folder.resolve("b"));
    Files.createFile(folder.resolve("b/0.wal"));
    console.fakeLogs().damage = "b/0.wal: damaged";
    assertEquals("b/0.wal: damaged", console.fail("wal:open b"));
  }

  @Test
  void aBufferThatNoMemoryHoldsIsRefusedBeforeAnythingIsMade() {
    assertTrue(
        console
            .fail("wal:open --create --buffer-bytes 99999999999 a")
            .contains("--buffer-bytes is '99999999999', expected at most 1073741824"));
    assertTrue(console.fakeLogs().made.isEmpty());
  }

  @Test
  void aLoadEndsWithTheFirstSaveThatFails() throws Exception {
    console.run("wal:open --create a");
    console.fakeLogs().refusal = new WalVacantException("log a: no writer came within 10 s");
    assertEquals("log a: no writer came within 10 s", console.fail("wal:load --for 1h"));
    assertEquals("log a: no writer came within 10 s", console.fail("wal:load --appenders 1"));
    assertTrue(
        console
            .fail("wal:load --appenders 10001")
            .contains("--appenders is '10001', expected at most 10000"));
  }
}
