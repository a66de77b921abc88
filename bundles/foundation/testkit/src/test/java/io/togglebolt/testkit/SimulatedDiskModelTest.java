package io.togglebolt.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.togglebolt.runtime.Disk;
import io.togglebolt.runtime.Disk.Access;
import io.togglebolt.runtime.DiskFile;
import io.togglebolt.runtime.FileMapping;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The simulated disk must do whatever the real one does as long as nothing fails. */
class SimulatedDiskModelTest {
  private static final int LARGEST = 40_000;

  @TempDir Path folder;

  private record Mapped(Path path, FileMapping mapping) {}

  /** A disk, and the files and mappings that a history has open on it. */
  private static final class Side {
    private final Disk disk;
    private final Path folder;
    private final List<DiskFile> files = new ArrayList<>();
    private final List<Mapped> mappings = new ArrayList<>();

    private Side(Disk disk, Path folder) {
      this.disk = disk;
      this.folder = folder;
    }

    /** Does one thing and says what came of it, without naming the folder. */
    private String act(SplitMix64 random) {
      try {
        return tryToAct(random);
      } catch (IOException | RuntimeException failure) {
        String message = String.valueOf(failure.getMessage());
        return failure.getClass().getName() + " " + message.replace(folder.toString(), "");
      }
    }

    private String tryToAct(SplitMix64 random) throws IOException {
      if (files.isEmpty() || random.chance(1, 12)) {
        Path path = folder.resolve(random.choice("a", "b"));
        files.add(disk.open(path, random.choice(Access.values())));
        return "opened";
      }
      DiskFile file = random.choice(files);
      long offset = random.below(LARGEST);
      int length = random.below(6000);
      switch (random.below(9)) {
        case 0, 1, 2 -> {
          file.write(offset, MemorySegment.ofArray(random.bytes(length)));
          return "written";
        }
        case 3, 4 -> {
          byte[] bytes = new byte[length];
          file.read(offset, MemorySegment.ofArray(bytes));
          return "read " + Arrays.hashCode(bytes);
        }
        case 5 -> {
          file.resize(offset);
          return "size " + file.size();
        }
        case 6 -> {
          file.allocate(offset, length);
          return "size " + file.size();
        }
        case 7 -> {
          return "lock " + file.tryLock(random.choice(DiskFile.Lock.values()));
        }
        default -> {
          return other(random, file);
        }
      }
    }

    private String other(SplitMix64 random, DiskFile file) throws IOException {
      if (random.chance(1, 3)) {
        file.close();
        return "closed";
      }
      if (random.chance(1, 2)) {
        file.sync();
        return "synced " + file.size();
      }
      mappings.add(new Mapped(Path.of(file.toString()), file.map(1 + random.below(2 * LARGEST))));
      return "mapped";
    }

    private void close() throws IOException {
      for (DiskFile file : files) {
        file.close();
      }
      mappings.forEach(mapped -> mapped.mapping().close());
    }
  }

  @Test
  void randomHistoriesGiveTheSameAsOnTheRealDisk() {
    Disk real = ServiceLoader.load(Disk.class).findFirst().orElseThrow();
    int[] round = {0};
    Seeds.check(
        1,
        60,
        random -> {
          Path inside = Files.createDirectory(folder.resolve("round" + round[0]++));
          compare(random, real, inside);
        });
  }

  private static void compare(SplitMix64 random, Disk realDisk, Path folder) throws IOException {
    SimulatedDisk simulatedDisk = new SimulatedDisk();
    Side real = new Side(realDisk, folder);
    Side simulated = new Side(simulatedDisk, folder);
    try {
      for (int step = 0; step < 200; step++) {
        long seed = random.next();
        String expected = real.act(new SplitMix64(seed));
        assertEquals(expected, simulated.act(new SplitMix64(seed)), "step " + step);
      }
      for (String name : List.of("a", "b")) {
        Path path = folder.resolve(name);
        if (Files.exists(path)) {
          assertArrayEquals(Files.readAllBytes(path), simulatedDisk.content(path));
          compareMappings(realDisk, simulatedDisk, path);
        }
      }
      compareOpenMappings(real, simulated);
    } finally {
      real.close();
      simulated.close();
    }
  }

  /** Maps the whole file anew on both sides. */
  private static void compareMappings(Disk real, Disk simulated, Path path) throws IOException {
    try (DiskFile first = real.open(path, Access.READ);
        DiskFile second = simulated.open(path, Access.READ)) {
      if (first.size() > 0) {
        try (FileMapping one = first.map(first.size());
            FileMapping other = second.map(first.size())) {
          assertEquals(-1, one.segment().mismatch(other.segment()));
        }
      }
    }
  }

  /** The mappings of a history have seen its later writes, as far as the file reaches now. */
  private static void compareOpenMappings(Side real, Side simulated) throws IOException {
    assertEquals(real.mappings.size(), simulated.mappings.size());
    for (int i = 0; i < real.mappings.size(); i++) {
      MemorySegment expected = real.mappings.get(i).mapping().segment();
      MemorySegment found = simulated.mappings.get(i).mapping().segment();
      long inFile = Math.min(expected.byteSize(), Files.size(real.mappings.get(i).path()));
      assertEquals(expected.byteSize(), found.byteSize());
      assertEquals(
          -1, expected.asSlice(0, inFile).mismatch(found.asSlice(0, inFile)), "mapping " + i);
    }
  }
}
