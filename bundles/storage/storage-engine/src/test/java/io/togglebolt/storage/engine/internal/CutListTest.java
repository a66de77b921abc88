package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is told of a file whose list of free pages somebody else has cut off. */
class CutListTest {
  @TempDir Path folder;

  @Test
  @Timeout(120)
  void onlyWhatStandsInTheListIsLeftOutAndThatIsSaidOnce() throws Exception {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path"),
                    CutList.class.getName(),
                    folder.resolve("cut.db").toString()))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    try {
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(process.waitFor(60, TimeUnit.SECONDS), output);
      assertEquals(0, process.exitValue(), output);
      assertTrue(output.contains("before free=true size=true readers=1.0"), output);
      assertTrue(output.contains("after free=false size=true readers=1.0"), output);
      assertTrue(output.contains("report free=-1"), output);
      assertTrue(output.contains("warnings=1 "), output);
      assertTrue(output.contains("somebody else has cut the file"), output);
    } finally {
      process.destroyForcibly();
    }
  }
}
