package io.togglebolt.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class DiskDefaultsTest {
  private static final Path PATH = Path.of("/there");

  @Test
  void aDiskThatOnlyOpensFilesRefusesEverythingElseInOneSentence() {
    Disk disk =
        (path, access) -> {
          throw new IOException("not asked");
        };
    Map<Executable, String> calls = new LinkedHashMap<>();
    calls.put(() -> disk.delete(PATH), "/there: this disk deletes no files");
    calls.put(() -> disk.list(PATH), "/there: this disk lists no directories");
    calls.put(() -> disk.createDirectories(PATH), "/there: this disk makes no directories");
    calls.put(() -> disk.rename(PATH, Path.of("/other")), "/there: this disk renames nothing");
    calls.put(() -> disk.syncDirectory(PATH), "/there: this disk syncs no directories");
    calls.forEach(
        (call, message) ->
            assertEquals(message, assertThrows(IOException.class, call).getMessage()));
  }
}
