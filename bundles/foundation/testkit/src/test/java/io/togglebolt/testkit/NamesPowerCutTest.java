package io.togglebolt.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.runtime.Disk.Access;
import io.togglebolt.runtime.DiskFile;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which names are there when the power comes back. */
class NamesPowerCutTest {
  private static final Path A = Path.of("/a");
  private static final Path B = Path.of("/b");

  private final SimulatedDisk disk = new SimulatedDisk();

  @BeforeEach
  void makeDirectories() throws IOException {
    disk.createDirectories(A);
    disk.createDirectories(B);
  }

  private void make(Path path, int value) throws IOException {
    try (DiskFile file = disk.open(path, Access.CREATE)) {
      file.write(0, MemorySegment.ofArray(new byte[] {(byte) value}));
      file.sync();
    }
  }

  /** Every outcome of a power cut now, each as the files with their one byte. */
  private Set<String> outcomes() throws IOException {
    Set<String> outcomes = new TreeSet<>();
    for (long seed = 0; seed < 500; seed++) {
      outcomes.add(describe(disk.powerCut(new SplitMix64(seed))));
    }
    return outcomes;
  }

  private static String describe(SimulatedDisk after) throws IOException {
    StringBuilder found = new StringBuilder();
    for (Path path : after.paths()) {
      found.append(path).append('=').append(after.content(path)[0]).append(' ');
    }
    return found.toString().strip();
  }

  @Test
  void newFilesAndDirectoriesAreThere() throws IOException {
    disk.createDirectories(A.resolve("x/y"));
    make(A.resolve("x/y/file"), 1);
    assertEquals(Set.of("/a/x/y/file=1"), outcomes());
    assertTrue(disk.powerCut(new SplitMix64(1)).list(B).isEmpty());
  }

  @Test
  void aRenameIsUndoneWholeUntilItsDirectoryIsSynced() throws IOException {
    make(A.resolve("0.tmp"), 1);
    disk.rename(A.resolve("0.tmp"), A.resolve("segment"));
    assertEquals(Set.of("/a/0.tmp=1", "/a/segment=1"), outcomes());
    disk.syncDirectory(B);
    assertEquals(2, outcomes().size(), "another directory was synced");
    disk.syncDirectory(A);
    assertEquals(Set.of("/a/segment=1"), outcomes());
  }

  @Test
  void aSyncOfTheFileSaysNothingAboutItsName() throws IOException {
    make(A.resolve("0.tmp"), 1);
    try (DiskFile file = disk.open(A.resolve("0.tmp"), Access.WRITE)) {
      disk.rename(A.resolve("0.tmp"), A.resolve("segment"));
      file.write(0, MemorySegment.ofArray(new byte[] {2}));
      file.sync();
    }
    make(A.resolve("other"), 3);
    assertEquals(
        Set.of("/a/0.tmp=2 /a/other=3", "/a/other=3 /a/segment=2"),
        outcomes(),
        "nor does a new file beside it");
  }

  @Test
  void whatWasReplacedComesBackWhenTheRenameIsUndone() throws IOException {
    make(A.resolve("new"), 2);
    make(A.resolve("old"), 1);
    disk.rename(A.resolve("new"), A.resolve("old"));
    assertEquals(Set.of("/a/new=2 /a/old=1", "/a/old=2"), outcomes());
  }

  @Test
  void aDeletedFileMayComeBack() throws IOException {
    make(A.resolve("file"), 1);
    disk.delete(A.resolve("file"));
    assertEquals(Set.of("", "/a/file=1"), outcomes());
    disk.syncDirectory(A);
    assertEquals(Set.of(""), outcomes());
  }

  @Test
  void aNameThatIsGivenAnewIsDurableWithWhatBecameOfItBefore() throws IOException {
    make(A.resolve("file"), 1);
    disk.delete(A.resolve("file"));
    make(A.resolve("file"), 2);
    assertEquals(Set.of("/a/file=2"), outcomes());
  }

  @Test
  void theChangesInOneDirectoryAreLostLastFirst() throws IOException {
    make(A.resolve("1"), 1);
    make(A.resolve("2"), 2);
    disk.rename(A.resolve("1"), A.resolve("x"));
    disk.delete(A.resolve("2"));
    assertEquals(Set.of("/a/1=1 /a/2=2", "/a/2=2 /a/x=1", "/a/x=1"), outcomes());
  }

  @Test
  void directoriesLoseTheirChangesIndependently() throws IOException {
    make(A.resolve("1"), 1);
    make(B.resolve("2"), 2);
    disk.delete(A.resolve("1"));
    disk.delete(B.resolve("2"));
    assertEquals(Set.of("", "/a/1=1", "/a/1=1 /b/2=2", "/b/2=2"), outcomes());
  }

  @Test
  void aMoveToAnotherDirectoryIsInTheOrderOfBoth() throws IOException {
    make(A.resolve("1"), 1);
    make(A.resolve("2"), 2);
    make(B.resolve("3"), 3);
    disk.delete(A.resolve("1"));
    disk.rename(A.resolve("2"), B.resolve("2"));
    disk.delete(B.resolve("3"));
    assertEquals(
        Set.of("/a/1=1 /a/2=2 /b/3=3", "/a/2=2 /b/3=3", "/b/2=2 /b/3=3", "/b/2=2"), outcomes());
    disk.syncDirectory(B);
    assertEquals(Set.of("/b/2=2"), outcomes(), "what came before in the other is durable, too");
  }

  @Test
  void aRenamedDirectoryKeepsWhatIsMadeInIt() throws IOException {
    disk.createDirectories(A.resolve("log.tmp"));
    make(A.resolve("log.tmp/1"), 1);
    disk.rename(A.resolve("log.tmp"), A.resolve("log"));
    make(A.resolve("log/2"), 2);
    assertEquals(Set.of("/a/log.tmp/1=1 /a/log.tmp/2=2", "/a/log/1=1 /a/log/2=2"), outcomes());
    disk.syncDirectory(A);
    assertEquals(Set.of("/a/log/1=1 /a/log/2=2"), outcomes());
  }

  @Test
  void aFileIsNotLostWithTheDirectoryThatItWasMovedOutOf() throws IOException {
    disk.createDirectories(A.resolve("d"));
    make(A.resolve("d/file"), 1);
    disk.rename(A.resolve("d/file"), B.resolve("file"));
    disk.delete(A.resolve("d"));
    assertEquals(Set.of("/a/d/file=1", "/b/file=1"), outcomes());
  }

  @Test
  void directoriesThatSwapPlacesAreNeverLostInEachOther() throws IOException {
    disk.createDirectories(A.resolve("x/p/y/q"));
    make(A.resolve("x/p/y/q/file"), 1);
    disk.rename(A.resolve("x/p/y"), B.resolve("y"));
    disk.rename(A.resolve("x"), B.resolve("y/q/x"));
    assertEquals(Set.of("/a/x/p/y/q/file=1", "/b/y/q/file=1"), outcomes());
  }

  @Test
  void theChangeAtWhichThePowerGoesMayBeDoneOrNot() throws IOException {
    make(A.resolve("1"), 1);
    disk.faults().powerOffAfter(0);
    assertThrows(PowerOffException.class, () -> disk.rename(A.resolve("1"), A.resolve("2")));
    assertEquals(Set.of("/a/1=1", "/a/2=1"), outcomes());
    assertThrows(PowerOffException.class, () -> disk.list(A));
  }

  @Test
  void aDirectoryAtWhichThePowerGoesMayBeThereOrNot() throws IOException {
    disk.faults().powerOffAfter(0);
    assertThrows(PowerOffException.class, () -> disk.createDirectories(A.resolve("x/y")));
    Set<String> found = new TreeSet<>();
    for (long seed = 0; seed < 100; seed++) {
      SimulatedDisk after = disk.powerCut(new SplitMix64(seed));
      boolean there = after.list(A).contains("x");
      found.add(there ? "x with " + after.list(A.resolve("x")) : "none");
    }
    assertEquals(Set.of("none", "x with []", "x with [y]"), found);
  }

  @Test
  void aSyncOfADirectoryThatFailsOrIsCutMakesNothingDurable() throws IOException {
    make(A.resolve("1"), 1);
    disk.rename(A.resolve("1"), A.resolve("2"));
    disk.faults().failNth(DiskOperation.SYNC_DIRECTORY, 1);
    IOException failure = assertThrows(IOException.class, () -> disk.syncDirectory(A));
    assertEquals("/a: SYNC_DIRECTORY: injected failure", failure.getMessage());
    assertEquals(2, outcomes().size());
    disk.faults().powerOffAfter(0);
    assertThrows(PowerOffException.class, () -> disk.syncDirectory(A));
    assertEquals(2, outcomes().size());
  }

  @Test
  void directoriesMatterOnTheDiskAfterTheCutAsWell() throws IOException {
    SimulatedDisk after = disk.powerCut(new SplitMix64(1));
    assertThrows(NoSuchFileException.class, () -> after.open(Path.of("/c/file"), Access.CREATE));
  }
}
