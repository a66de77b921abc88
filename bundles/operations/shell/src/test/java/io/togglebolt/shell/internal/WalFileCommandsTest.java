package io.togglebolt.shell.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.etcd.payload.PayloadText;
import io.togglebolt.etcd.proto.InternalRaftRequest;
import io.togglebolt.etcd.proto.PutRequest;
import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.EntryType;
import io.togglebolt.raft.HardState;
import io.togglebolt.wal.SnapshotMark;
import io.togglebolt.wal.WalMetadata;
import io.togglebolt.wal.WalRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WalFileCommandsTest {
  @TempDir private Path folder;
  private Console console;
  private FakeLogs logs;

  @BeforeEach
  void start() throws IOException {
    console = new Console(folder);
    logs = console.fakeLogs();
    Files.createDirectory(folder.resolve("wal"));
    logs.records.addAll(
        List.of(
            new WalRecord.Crc(0),
            new WalRecord.Metadata(new WalMetadata(0x8e9e05c52164694dL, 0xcdf818194e3a8c32L)),
            new WalRecord.Snapshot(SnapshotMark.BEGINNING),
            new WalRecord.LogEntry(put(1)),
            new WalRecord.LogEntry(new Entry(EntryType.CONF_CHANGE, 2, 2, new byte[] {-1})),
            new WalRecord.State(new HardState(2, 0xab, 2)),
            new WalRecord.Snapshot(new SnapshotMark(2, 2, ConfState.ofVoters(0xabL, 1L))),
            new WalRecord.LogEntry(Entry.of(2, 3, new byte[0]))));
  }

  @AfterEach
  void stop() {
    console.close();
  }

  private static Entry put(long index) {
    byte[] data =
        InternalRaftRequest.newBuilder()
            .setPut(
                PutRequest.newBuilder()
                    .setKey(com.google.protobuf.ByteString.copyFromUtf8("k" + index)))
            .build()
            .toByteArray();
    return Entry.of(2, index, data);
  }

  @Test
  void aDumpHasALineForEachRecord() throws Exception {
    assertEquals(
        """
        crc value=00000000
        metadata node=8e9e05c52164694d cluster=cdf818194e3a8c32
        snapshot index=0 term=0
        entry index=1 term=2 type=normal size=6 put key="k1"
        entry index=2 term=2 type=conf_change size=1 cannot be decoded, 1 B, not shown
        state term=2 vote=ab commit=2
        snapshot index=2 term=2 voters=ab,1
        entry index=3 term=2 type=normal size=0 empty
        """,
        console.run("wal:dump wal"));
  }

  @Test
  void recordsAreChosenByIndexAndByType() throws Exception {
    assertEquals(
        """
        entry index=2 term=2 type=conf_change size=1 cannot be decoded, 1 B, not shown
        snapshot index=2 term=2 voters=ab,1
        entry index=3 term=2 type=normal size=0 empty
        """,
        console.run("wal:dump --from 2 wal"));
    assertEquals(
        "state term=2 vote=ab commit=2\nentry index=3 term=2 type=normal size=0 empty\n",
        console.run("wal:dump --from 3 --to 9 --types entry,state wal"));
    assertEquals("crc value=00000000\n", console.run("wal:dump --types crc wal"));
    assertEquals(
        "nothing that was asked for is in it: its entries are 1 to 7\n",
        console.run("wal:dump --from 4 wal"));
  }

  @Test
  void aWrongChoiceIsOneLine() {
    assertTrue(
        console
            .fail("wal:dump --types entry,stat wal")
            .startsWith(
                "wal:dump: --types holds 'stat' (did you mean state?), expected some of"
                    + " entry,state,crc,metadata,snapshot"));
    assertTrue(console.fail("wal:dump --types '' wal").contains("--types holds ''"));
    assertTrue(
        console
            .fail("wal:dump --from 3 --to 2 wal")
            .contains("--from is 3 and --to is 2, expected no less"));
    assertTrue(console.fail("wal:dump --from x wal").contains("--from is 'x'"));
    assertTrue(console.fail("wal:dump").contains("found 0 arguments, expected 1"));
    assertEquals(
        folder.resolve("missing")
            + ": there is no such directory; expected one with a log's segments (*.wal)",
        console.fail("wal:verify missing"));
  }

  @Test
  void whatStandsBeforeDamageIsShownAndTheDamageIsTheLastLine() {
    logs.damage = "0.wal: at offset 64: found CRC 1, expected 2";
    assertEquals(logs.damage, console.fail("wal:dump wal"));
    assertTrue(console.printed().endsWith("entry index=3 term=2 type=normal size=0 empty\n"));
    assertEquals(logs.damage, console.fail("wal:verify wal"));
  }

  @Test
  void withoutTheMessagesPayloadsAreHexadecimal() throws Exception {
    PayloadText text = ServiceLoader.load(PayloadText.class).findFirst().orElseThrow();
    console.logFiles().unbindPayloads(text);
    assertTrue(console.run("wal:dump wal").contains(" put key="), "another one went");
    console.logFiles().bindPayloads(text);
    console.logFiles().unbindPayloads(text);
    assertTrue(
        console.run("wal:dump wal").contains("type=normal size=6 0x22040a026b31\n"),
        console::printed);
  }

  /** Fails as a pipe that nobody reads, after the first bytes. */
  private static final class ClosedPipe extends OutputStream {
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();

    @Override
    public void write(int b) throws IOException {
      if (taken.size() > 1000) {
        throw new IOException("Pipe closed");
      }
      taken.write(b);
    }
  }

  @Test
  void aDumpEndsWhenNobodyReadsItAnyMore() {
    logs.records.clear();
    for (int i = 1; i <= 100_000; i++) {
      logs.records.add(new WalRecord.LogEntry(put(i)));
    }
    PrintStream before = System.out;
    try (PrintStream closed = new PrintStream(new ClosedPipe(), true, StandardCharsets.UTF_8)) {
      System.setOut(closed);
      console.logFiles().dump(console.session(), "wal");
    } finally {
      System.setOut(before);
    }
    assertTrue(logs.shown < 10_000, () -> logs.shown + " records were read");
  }

  @Test
  void aDumpEndsWhenNobodyReadsTheProcessAnyMore() {
    logs.records.clear();
    for (int i = 1; i <= 100_000; i++) {
      logs.records.add(new WalRecord.LogEntry(put(i)));
    }
    console.session().getConsole().close();
    console.session().getConsole().print("to be refused");
    PrintStream before = System.out;
    try (PrintStream open = new PrintStream(OutputStream.nullOutputStream())) {
      System.setOut(open);
      console.logFiles().dump(console.session(), "wal");
    } finally {
      System.setOut(before);
    }
    assertTrue(logs.shown < 10_000, () -> logs.shown + " records were read");
  }

  @Test
  void aDumpEndsWhenItIsInterrupted() {
    Thread.currentThread().interrupt();
    try {
      console.logFiles().dump(console.session(), "wal");
    } finally {
      assertTrue(Thread.interrupted());
    }
    assertEquals(1, logs.shown);
  }

  @Test
  void aLogThatIsOpenInHereIsNamed() throws Exception {
    console.run("wal:open --create --name a wal");
    for (String command : List.of("dump", "verify", "repair")) {
      assertEquals(
          folder.resolve("wal") + ": open as log 'a', expected a log nobody has open",
          console.fail("wal:" + command + " wal"));
    }
    assertThrows(CommandException.class, () -> console.logFiles().verify(console.session(), "wal"));
  }

  @Test
  void aRefusedRepairSaysThatItChangedNothingAndWhatToDo() throws Exception {
    logs.damage = "wal/0.wal at offset 8: the record expected CRC 1";
    Files.createFile(folder.resolve("wal/0.wal"));
    assertEquals(
        "wal/0.wal at offset 8: the record expected CRC 1; refused, and nothing was changed: a"
            + " crash cannot leave that, so to cut it off could lose what was durable; take a"
            + " backup instead, or a new member in this one's place, which gets the data from the"
            + " others",
        console.fail("wal:repair wal"));
    Files.delete(folder.resolve("wal/0.wal"));
    assertEquals(logs.damage, console.fail("wal:repair wal"));
  }

  @Test
  void anOpenLogsNameIsToldFromAPath() throws Exception {
    console.run("wal:open --create --name main elsewhere");
    for (String command : List.of("verify", "repair", "dump")) {
      assertEquals(
          "log 'main' is open, in "
              + folder.resolve("elsewhere")
              + "; expected the directory of a log nobody has open",
          console.fail("wal:" + command + " main"));
    }
  }

  @Test
  void aDumpThatHasNothingToShowSaysWhatThereIs() throws Exception {
    String shown = console.run("wal:dump --from 100 wal");
    assertEquals("nothing that was asked for is in it: its entries are 1 to 7\n", shown);
  }

  @Test
  void aSoundLogIsSummedUp() throws Exception {
    assertEquals(
        folder.resolve("wal")
            + ": clean: 1 segment, 8 records, 3 entries from 1 to 7, hard state term 2, vote ff,"
            + " commit 5, last snapshot mark 2 of term 2, node 8e9e05c52164694d of cluster 2",
        console.run("wal:verify wal"));
    logs.torn = Optional.of("0.wal: at offset 64: cut short");
    String shown = console.run("wal:verify wal");
    assertTrue(shown.contains("wal:repair cuts off: 0.wal: at offset 64: cut short"), shown);
  }

  @Test
  void aRepairSaysWhatItCutAndWhereTheCopyIs() throws Exception {
    Path segment = folder.resolve("wal/0.wal");
    assertEquals(
        segment + ": nothing to mend, it ends well at offset 512", console.run("wal:repair wal"));
    logs.broken = Optional.of(folder.resolve("wal/0.wal.broken"));
    assertEquals(
        segment + ": cut 40 bytes behind offset 512; what it was before is " + segment + ".broken",
        console.run("wal:repair wal"));
  }
}
