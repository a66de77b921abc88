package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.togglebolt.slot.UnknownPartException;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseIOException;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.InvalidDatabaseException;
import io.togglebolt.storage.StorageException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files that cannot be opened: a typed exception names the file, what was found and what was
 * expected, and no byte of the file has changed.
 */
class BadFileTest {
  private static final int PAGE_SIZE = 4096;
  private static final DatabaseOptions DEFAULTS = DatabaseOptions.defaults();

  @TempDir private Path folder;

  /** A way to spoil a sound file, how it is opened then, and what the message must say. */
  private record Case(
      String name, UnaryOperator<byte[]> spoil, DatabaseOptions options, List<String> message) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Case of(String name, UnaryOperator<byte[]> spoil, String... message) {
    return new Case(name, spoil, DEFAULTS, List.of(message));
  }

  static List<Case> cases() {
    return List.of(
        of(
            "text",
            file -> "name,colour\n".repeat(1_000).getBytes(StandardCharsets.US_ASCII),
            "not a bolt file",
            "expected 0xed0cdaed"),
        of("one byte", file -> new byte[1], "not a bolt file", "found only 1 bytes"),
        of("zeros", file -> new byte[file.length], "not a bolt file", "found magic 0x0"),
        of(
            "both checksums",
            file -> patch(patch(file, metaAt(0) + 20, 0xFF), metaAt(1) + 20, 0xFF),
            "both metas are broken",
            "found checksum",
            "expected"),
        of(
            "version 3",
            file -> patch(patch(file, metaAt(0) + 4, 3), metaAt(1) + 4, 3),
            "found format version 3, expected 2"),
        of("cut off", file -> Arrays.copyOf(file, 2 * PAGE_SIZE), "truncated", "found 8192 bytes"),
        of("cut to one page", file -> Arrays.copyOf(file, PAGE_SIZE), "truncated", "found 4096"),
        new Case(
            "another page size",
            file -> file,
            DEFAULTS.withPageSize(8192),
            List.of("found page size 4096", "expected 8192")),
        new Case(
            "empty, for reading",
            file -> new byte[0],
            DEFAULTS.asReadOnly(),
            List.of("found an empty file", "expected a bolt file")),
        new Case(
            "empty, not to be created",
            file -> new byte[0],
            DEFAULTS.withCreate(false),
            List.of("found an empty file", "expected a bolt file")),
        of(
            "free page past the end",
            file -> freelist(file, 1_000_000),
            "found free page 1000000, expected 2 to"),
        of("meta page free", file -> freelist(file, 1), "found free page 1, expected 2 to"),
        of("free page twice", file -> freelistTwice(file), "out of order or twice"),
        of(
            "root page free",
            file -> freelist(file, metaOf(file).root()),
            "found the root page in the list of free pages"),
        of(
            "the freelist's own page free",
            file -> freelist(file, metaOf(file).freelist()),
            "found the freelist's own page in the list"),
        of(
            "a leaf as freelist",
            file -> patch(file, freelistAt(file, PAGE_SIZE) + Layouts.PAGE_FLAGS, 2),
            "found leaf, expected the freelist"),
        of(
            "another page's id on the freelist",
            file -> patch(file, freelistAt(file, PAGE_SIZE), 99),
            "found page id 99 in its header, expected"),
        of(
            "a freelist that runs over the end",
            file -> patch(file, freelistAt(file, PAGE_SIZE) + Layouts.PAGE_OVERFLOW, 200),
            "found 200 overflow pages, expected at most"));
  }

  private static int metaAt(int meta) {
    return meta * PAGE_SIZE + Layouts.PAGE_HEADER;
  }

  private static byte[] patch(byte[] file, int at, int value) {
    file[at] = (byte) value;
    return file;
  }

  private static Meta metaOf(byte[] file) {
    return metaOf(file, PAGE_SIZE);
  }

  /** Where the freelist's page begins. */
  static int freelistAt(byte[] file, int pageSize) {
    return Math.toIntExact(metaOf(file, pageSize).freelist() * pageSize);
  }

  private static Meta metaOf(byte[] file, int pageSize) {
    MemorySegment bytes = MemorySegment.ofArray(file);
    Meta zero = ((Meta.Read.Valid) Meta.read(bytes)).meta();
    Meta one = ((Meta.Read.Valid) Meta.read(bytes.asSlice(pageSize))).meta();
    return zero.txid() > one.txid() ? zero : one;
  }

  /** Replaces the persisted list by one id. */
  private static byte[] freelist(byte[] file, long id) {
    MemorySegment page = MemorySegment.ofArray(file).asSlice(freelistAt(file, PAGE_SIZE));
    page.set(Layouts.U16, Layouts.PAGE_COUNT, (short) 1);
    page.set(Layouts.U64, Layouts.PAGE_HEADER, id);
    return file;
  }

  private static byte[] freelistTwice(byte[] file) {
    MemorySegment page = MemorySegment.ofArray(file).asSlice(freelistAt(file, PAGE_SIZE));
    page.set(Layouts.U16, Layouts.PAGE_COUNT, (short) 2);
    page.set(Layouts.U64, Layouts.PAGE_HEADER, 4);
    page.set(Layouts.U64, Layouts.PAGE_HEADER + Long.BYTES, 4);
    return file;
  }

  /** A sound file with a tree of several levels and free pages. */
  static byte[] soundFile(Path file) throws IOException {
    try (Database database = new Engine().open(file, DEFAULTS.withNoSync(true))) {
      for (int round = 0; round < 3; round++) {
        database.update(
            transaction -> {
              var bucket = transaction.createBucketIfMissing(new byte[] {'b'});
              for (int i = 0; i < 1_000; i++) {
                bucket.put(new byte[] {(byte) (i >> 8), (byte) i}, new byte[30]);
              }
            });
      }
      assertTrue(database.stats().freePages() + database.stats().pendingPages() > 0);
    }
    return Files.readAllBytes(file);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aBadFileIsRefusedAndNotTouched(Case bad) throws IOException {
    Path file = folder.resolve("bad.db");
    byte[] spoilt = bad.spoil.apply(soundFile(file));
    Files.write(file, spoilt);
    byte[] before = Files.readAllBytes(file);
    InvalidDatabaseException refused =
        assertThrows(InvalidDatabaseException.class, () -> new Engine().open(file, bad.options));
    assertSays(refused, file, bad.message);
    assertArrayEquals(before, Files.readAllBytes(file), "the file was changed");
    // The lock is given back: the sound file opens in its place.
    Files.delete(file);
    Files.write(file, soundFile(folder.resolve("other.db")));
    new Engine().open(file, DEFAULTS.withLockTimeout(0)).close();
  }

  private static void assertSays(StorageException refused, Path file, List<String> parts) {
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.contains(file.toString()), message);
    for (String part : parts) {
      assertTrue(message.contains(part), () -> "\"" + part + "\" is not in: " + message);
    }
  }

  @Test
  void aDamagedFreelistCanStillBeReadOnly() throws IOException {
    for (Case bad : cases()) {
      if (!bad.name.contains("free")) {
        continue;
      }
      Path file = folder.resolve("readable.db");
      Files.write(file, bad.spoil.apply(soundFile(file)));
      try (Database database = new Engine().open(file, DEFAULTS.asReadOnly())) {
        long keys =
            database.view(
                reader -> {
                  var cursor =
                      java.util.Objects.requireNonNull(reader.bucket(new byte[] {'b'})).cursor();
                  long count = 0;
                  while (cursor.next()) {
                    count++;
                  }
                  return count;
                });
        assertEquals(1_000, keys, bad.name);
        try (var inspection = database.inspect()) {
          assertFalse(inspection.check().isEmpty(), () -> bad.name + " is not reported");
        }
      }
      Files.delete(file);
    }
  }

  @Test
  void aMissingFileIsNotCreatedUnlessWanted() {
    Path file = folder.resolve("missing.db");
    for (DatabaseOptions options : List.of(DEFAULTS.withCreate(false), DEFAULTS.asReadOnly())) {
      assertSays(
          assertThrows(DatabaseIOException.class, () -> new Engine().open(file, options)),
          file,
          List.of("cannot be opened", "No such file"));
      assertFalse(Files.exists(file));
    }
  }

  @Test
  void aFolderIsNoDatabase() {
    assertSays(
        assertThrows(DatabaseIOException.class, () -> new Engine().open(folder, DEFAULTS)),
        folder,
        List.of("cannot be opened"));
  }

  @Test
  void nothingIsCreatedBelowARegularFile() throws IOException {
    Path file = Files.write(folder.resolve("file"), new byte[] {1}).resolve("below.db");
    assertSays(
        assertThrows(DatabaseIOException.class, () -> new Engine().open(file, DEFAULTS)),
        file,
        List.of("Not a directory"));
  }

  /** A folder that not even the superuser may write to. */
  @Test
  void nothingIsCreatedInAFolderThatCannotBeWritten() {
    Path unwritable = Path.of("/sys/kernel");
    assumeTrue(Files.isDirectory(unwritable), "skipped: this machine has no " + unwritable);
    Path file = unwritable.resolve("togglebolt.db");
    DatabaseIOException refused =
        assertThrows(DatabaseIOException.class, () -> new Engine().open(file, DEFAULTS));
    assertInstanceOf(AccessDeniedException.class, refused.getCause());
    assertSays(refused, file, List.of("cannot be opened"));
    assertFalse(Files.exists(file));
  }

  @Test
  void aPartOfAnUnknownNameIsRefusedBeforeTheFileIsMade() {
    Path file = folder.resolve("parts.db");
    String freelist =
        String.valueOf(
            assertThrows(
                    UnknownPartException.class,
                    () -> new Engine().open(file, DEFAULTS.withParts("lazy", null)))
                .getMessage());
    assertTrue(freelist.contains("freelist named lazy"), freelist);
    assertTrue(freelist.contains("legacy") && freelist.contains("exact"), freelist);
    String allocator =
        String.valueOf(
            assertThrows(
                    UnknownPartException.class,
                    () -> new Engine().open(file, DEFAULTS.withParts(null, "best-fit")))
                .getMessage());
    assertTrue(
        allocator.contains("allocator named best-fit") && allocator.contains("first-fit"),
        allocator);
    assertFalse(Files.exists(file));
  }
}
