package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.togglebolt.storage.BytesView;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.DatabaseRepair.Output;
import io.togglebolt.storage.Inspection;
import io.togglebolt.storage.ReadOnlyException;
import io.togglebolt.storage.StorageException;
import io.togglebolt.storage.Transaction;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sparse files that claim a lot, opened by a process with a heap of 64 MiB. */
class SmallHeapTest {
  private static final int PAGE_SIZE = 1024;
  private static final long DEADLINE_SECONDS = 120;

  @TempDir private Path folder;

  /** What the forked process does with the files that it is given; it prints what went wrong. */
  static final class Guest {
    private static final byte[] KEY = {1};

    public static void main(String[] files) throws IOException {
      for (String file : files) {
        use(Path.of(file));
      }
      System.out.println("done");
    }

    /** In every way that copies a value: of a page, of a view, and of a writer's node. */
    private static void copyValue(Database database, boolean writable) {
      try (Transaction transaction = writable ? database.beginWrite() : database.beginRead()) {
        if (writable) {
          transaction.createBucket(new byte[] {9});
        }
        BytesView view = transaction.newView();
        if (transaction.root().get(KEY, view)) {
          refusable(view::toArray);
        }
        refusable(() -> transaction.root().get(KEY));
      } catch (ReadOnlyException refused) {
        // One of the two ways to open it.
        return;
      }
    }

    private static void refusable(Runnable copy) {
      try {
        copy.run();
      } catch (StorageException refused) {
        // Anything but an error of the machine.
        return;
      }
    }

    private static void use(Path file) throws IOException {
      DatabaseOptions options = DatabaseOptions.defaults();
      for (DatabaseOptions each : List.of(options.asReadOnly(), options)) {

        try (Database database = new Engine().open(file, each);
            Inspection inspection = database.inspect()) {
          copyValue(database, false);
          copyValue(database, true);
          inspection.check();
          database.dump(OutputStream.nullOutputStream());
        } catch (StorageException refused) {
          // That is what is expected of such files.
          continue;
        }
      }
      try {
        new EngineRepair().abandonFreelist(file, new Output.InPlace());
        new EngineRepair().rebuildFreelist(file, new Output.InPlace());
      } catch (StorageException refused) {
        // So is this.
        return;
      }
    }
  }

  /** A file of two metas, an empty list, an empty root and whatever stands on page 4. */
  private Path file(String name, long highWater, long root, long freelist, byte[] pageFour)
      throws IOException {
    Path path = folder.resolve(name);
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.setLength(highWater * PAGE_SIZE);
      for (long txid = 4; txid < 6; txid++) {
        byte[] page = new byte[PAGE_SIZE];
        new Meta(PAGE_SIZE, root, 0, freelist, highWater, txid).write(MemorySegment.ofArray(page));
        file.seek((txid & 1) * PAGE_SIZE);
        file.write(page);
      }
      byte[] empty = new byte[PAGE_SIZE];
      Layouts.putPageHeader(MemorySegment.ofArray(empty), 3, Layouts.LEAF, 0, 0);
      file.seek(3 * PAGE_SIZE);
      file.write(empty);
      Layouts.putPageHeader(MemorySegment.ofArray(empty), 2, Layouts.FREELIST, 0, 0);
      file.seek(2 * PAGE_SIZE);
      file.write(empty);
      file.seek(4 * PAGE_SIZE);
      file.write(pageFour);
    }
    return path;
  }

  private static byte[] leaf(int valueBytes, long overflow) {
    byte[] page = new byte[PAGE_SIZE];
    MemorySegment memory = MemorySegment.ofArray(page);
    Layouts.putPageHeader(memory, 4, Layouts.LEAF, 1, overflow);
    memory.set(Layouts.U32, Layouts.PAGE_HEADER + Layouts.LEAF_POS, Layouts.ELEMENT);
    memory.set(Layouts.U32, Layouts.PAGE_HEADER + Layouts.LEAF_KEY_SIZE, 1);
    memory.set(Layouts.U32, Layouts.PAGE_HEADER + Layouts.LEAF_VALUE_SIZE, valueBytes);
    page[Layouts.PAGE_HEADER + Layouts.ELEMENT] = 1;
    return page;
  }

  private static byte[] scatteredList(int ids) {
    byte[] list = new byte[Layouts.PAGE_HEADER + (ids + 1) * Long.BYTES];
    MemorySegment memory = MemorySegment.ofArray(list);
    Layouts.putPageHeader(memory, 4, Layouts.FREELIST, 0xFFFF, list.length / PAGE_SIZE);
    memory.set(Layouts.U64, Layouts.PAGE_HEADER, ids);
    for (long i = 0; i < ids; i++) {
      memory.set(Layouts.U64, Layouts.PAGE_HEADER + (i + 1) * Long.BYTES, 100_000 + 2 * i);
    }
    return list;
  }

  @Test
  void filesThatClaimALotTakeNoMoreThanTheyAreGiven() throws Exception {
    long none = Layouts.NO_FREELIST;
    List<Path> files =
        List.of(
            file("billions of free pages", 1L << 32, 3, none, new byte[0]),
            file("a value of a gigabyte", 1L << 22, 4, none, leaf(1 << 30, (1 << 20) + 1)),
            file("a value of a gigabyte and a list", 1L << 22, 4, 2, leaf(1 << 30, (1 << 20) + 1)),
            file("a scattered list", 4_000_000, 3, 4, scatteredList(1_500_000)));
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Guest.class.getName());
    files.forEach(path -> builder.command().add(path.toString()));
    Process process = builder.redirectErrorStream(true).start();
    try {
      ByteArrayOutputStream output = new ByteArrayOutputStream();
      process.getInputStream().transferTo(output);
      boolean ended = process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS);
      assertEquals(
          "done",
          output.toString(StandardCharsets.UTF_8).lines().reduce("", (a, b) -> b),
          output::toString);
      assertEquals(true, ended, "it does not end");
      assertEquals(0, process.exitValue());
    } finally {
      process.destroyForcibly();
    }
  }
}
