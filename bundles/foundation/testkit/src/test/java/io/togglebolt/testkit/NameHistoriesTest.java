package io.togglebolt.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.runtime.Disk;
import io.togglebolt.runtime.Disk.Access;
import io.togglebolt.runtime.DiskFile;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random histories of names: on both disks, and through power cuts. */
class NameHistoriesTest {
  private static final List<String> NAMES = List.of("a", "b", "c");

  @TempDir Path temporary;

  /** A path of up to three names below a folder. */
  private static Path path(Path folder, SplitMix64 random) {
    Path path = folder;
    for (int depth = random.between(1, 3); depth > 0; depth--) {
      path = path.resolve(random.choice(NAMES));
    }
    return path;
  }

  /** Does one thing and says what came of it, without naming the folder. */
  private static String act(Disk disk, Path folder, SplitMix64 random) {
    try {
      return tryToAct(disk, folder, random);
    } catch (IOException failure) {
      String message = String.valueOf(failure.getMessage());
      return failure.getClass().getName() + " " + message.replace(folder.toString(), "");
    }
  }

  private static String tryToAct(Disk disk, Path folder, SplitMix64 random) throws IOException {
    Path path = path(folder, random);
    return switch (random.below(7)) {
      case 0 -> {
        disk.createDirectories(path);
        yield "made " + path.getNameCount();
      }
      case 1 -> {
        try (DiskFile file = disk.open(path, random.choice(Access.values()))) {
          yield "opened " + file.size();
        }
      }
      case 2 -> {
        disk.delete(path);
        yield "deleted";
      }
      case 3 -> {
        disk.syncDirectory(path);
        yield "synced";
      }
      case 4 -> "names " + new TreeSet<>(disk.list(path));
      default -> {
        disk.rename(path, path(folder, random));
        yield "renamed";
      }
    };
  }

  @Test
  void bothDisksAnswerAlike() {
    Disk real = ServiceLoader.load(Disk.class).findFirst().orElseThrow();
    int[] round = {0};
    Seeds.check(
        1,
        60,
        random -> {
          Path folder = Files.createDirectory(temporary.resolve("round" + round[0]++));
          Disk simulated = new SimulatedDisk();
          simulated.createDirectories(folder);
          for (int step = 0; step < 120; step++) {
            long seed = random.next();
            assertEquals(
                act(real, folder, new SplitMix64(seed)),
                act(simulated, folder, new SplitMix64(seed)),
                "step " + step);
          }
        });
  }

  /**
   * Files of which each is known by its content, and the last names that each has had. The
   * directories above may be a mixture of old and new ones after a power cut.
   */
  private static final class History {
    private static final Path TOP = Path.of("/top");

    private final SimulatedDisk disk = new SimulatedDisk();
    private final Map<Long, Set<String>> names = new HashMap<>();
    private final Set<Long> perhapsGone = new HashSet<>();
    private long made;

    private void run(SplitMix64 random) throws IOException {
      disk.createDirectories(TOP);
      for (int step = 0; step < 80; step++) {
        TreeMap<Path, Long> before = files(disk);
        step(random, before);
        TreeMap<Path, Long> after = files(disk);
        after.forEach(
            (path, id) -> names.computeIfAbsent(id, none -> new HashSet<>()).add(last(path)));
        before.values().stream().filter(id -> !after.containsValue(id)).forEach(perhapsGone::add);
        check(disk.powerCut(random));
      }
      syncAll(TOP);
      assertEquals(files(disk), files(disk.powerCut(random)), "all is synced");
    }

    private void step(SplitMix64 random, TreeMap<Path, Long> files) throws IOException {
      Path path = path(TOP, random);
      if (random.chance(1, 4) && !files.containsKey(path)) {
        make(path);
        return;
      }
      act(disk, TOP, random);
    }

    private void make(Path path) throws IOException {
      for (Path above = path.getParent(); !above.equals(TOP); above = above.getParent()) {
        if (disk.paths().contains(above)) {
          return;
        }
      }
      disk.createDirectories(path.getParent());
      if (disk.list(path.getParent()).contains(String.valueOf(path.getFileName()))) {
        return;
      }
      try (DiskFile file = disk.open(path, Access.CREATE_NEW);
          Arena arena = Arena.ofConfined()) {
        MemorySegment id = arena.allocate(ValueLayout.JAVA_LONG);
        id.set(ValueLayout.JAVA_LONG, 0, ++made);
        file.writeDurably(0, id);
      }
    }

    private void check(SimulatedDisk after) throws IOException {
      TreeMap<Path, Long> found = files(after);
      List<Long> ids = new ArrayList<>(found.values());
      assertEquals(ids.size(), new HashSet<>(ids).size(), () -> "one file, two names: " + found);
      found.forEach(
          (path, id) -> assertTrue(names.get(id).contains(last(path)), () -> path + " is new"));
      Set<Long> sure = new HashSet<>(names.keySet());
      sure.removeAll(perhapsGone);
      assertTrue(ids.containsAll(sure), () -> "of " + sure + " these are left: " + found);
    }

    private static String last(Path path) {
      return String.valueOf(path.getFileName());
    }

    private void syncAll(Path directory) throws IOException {
      disk.syncDirectory(directory);
      for (String name : disk.list(directory)) {
        if (!disk.paths().contains(directory.resolve(name))) {
          syncAll(directory.resolve(name));
        }
      }
    }

    /** Those that hold a number; others were opened by chance and are empty. */
    private static TreeMap<Path, Long> files(SimulatedDisk disk) throws IOException {
      TreeMap<Path, Long> files = new TreeMap<>();
      for (Path path : disk.paths()) {
        MemorySegment content = MemorySegment.ofArray(disk.content(path));
        if (content.byteSize() == Long.BYTES) {
          files.put(path, content.get(ValueLayout.JAVA_LONG_UNALIGNED, 0));
        }
      }
      return files;
    }
  }

  @Test
  void noFileIsLostOrDoubledWhateverIsUndone() {
    Seeds.check(1, 300, random -> new History().run(random));
  }
}
