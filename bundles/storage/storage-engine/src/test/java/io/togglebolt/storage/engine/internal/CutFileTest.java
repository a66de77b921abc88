package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file that somebody else cuts while it is open: errors of the engine's own, and no crash. */
class CutFileTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {0, 500})
  @Timeout(300)
  void everyUseOfAFileThatWasCutIsATypedError(int thousandthsLeft) throws Exception {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path"),
                    CutFile.class.getName(),
                    folder.resolve("cut.db").toString(),
                    String.valueOf(thousandthsLeft)))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    try {
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(process.waitFor(60, TimeUnit.SECONDS), output);
      assertEquals(0, process.exitValue(), output);
      assertTrue(output.endsWith("done\n"), output);
      assertFalse(output.contains(" failed="), output);
      assertFalse(output.contains("message without"), output);
      for (String what : List.of("get", "view", "seek", "scan", "reader", "put", "dump")) {
        assertTrue(output.contains(what + " refused="), () -> what + " in " + output);
      }
      if (thousandthsLeft > 0) {
        assertTrue(output.contains("get done="), () -> "what is left is readable: " + output);
      }
    } finally {
      process.destroyForcibly();
    }
  }
}
