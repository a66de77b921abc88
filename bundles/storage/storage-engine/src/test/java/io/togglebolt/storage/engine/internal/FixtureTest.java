package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.Inspection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the real bbolt wrote we read, and what it did we can do again. */
class FixtureTest {
  private static final String P1024 = "p1024-array-nfsfalse-s1";
  private static final String P4096 = "p4096-array-nfsfalse-s2";
  private static final String P4096_NO_LIST = "p4096-hashmap-nfstrue-s3";
  private static final String P16384 = "p16384-hashmap-nfsfalse-s4";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {P1024, P4096, P4096_NO_LIST, P16384})
  void dumpOfARealFileEqualsTheGivenDump(String fixture) throws IOException {
    try (Database database = new Engine().open(unpack(fixture), readOnly())) {
      assertArrayEquals(resource(fixture + ".db.dump.gz"), dump(database));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {P1024, P4096, P4096_NO_LIST, P16384})
  void aRealFileChecksClean(String fixture) throws IOException {
    Path file = unpack(fixture);
    try (Database database = new Engine().open(file, readOnly());
        Inspection inspection = database.inspect()) {
      assertEquals(List.of(), inspection.check());
    }
    try (Database database = new Engine().open(file, DatabaseOptions.defaults());
        Inspection inspection = database.inspect()) {
      assertEquals(List.of(), inspection.check());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {P1024, P4096, P4096_NO_LIST, P16384})
  void replayingItsOperationsGivesTheSameDump(String fixture) throws IOException {
    int pageSize = Integer.parseInt(fixture.substring(1, fixture.indexOf('-')));
    Path file = folder.resolve("replayed.db");
    DatabaseOptions options = DatabaseOptions.defaults().withPageSize(pageSize).withNoSync(true);
    List<String> lines =
        new String(resource(fixture + ".db.ops.gz"), StandardCharsets.US_ASCII).lines().toList();
    try (Database database = new OpsReplay(() -> new Engine().open(file, options)).run(lines)) {
      assertArrayEquals(resource(fixture + ".db.dump.gz"), dump(database));
      try (Inspection inspection = database.inspect()) {
        assertEquals(List.of(), inspection.check());
      }
    }
  }

  private static DatabaseOptions readOnly() {
    return DatabaseOptions.defaults().asReadOnly();
  }

  private static byte[] dump(Database database) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    database.dump(out);
    return out.toByteArray();
  }

  private Path unpack(String fixture) throws IOException {
    Path file = folder.resolve(fixture + ".db");
    Files.write(file, resource(fixture + ".db.gz"));
    return file;
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream packed =
        Objects.requireNonNull(FixtureTest.class.getResourceAsStream("/bolt/" + name), name)) {
      return new GZIPInputStream(packed).readAllBytes();
    }
  }
}
