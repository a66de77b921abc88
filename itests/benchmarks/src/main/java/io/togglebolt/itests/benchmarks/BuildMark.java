package io.togglebolt.itests.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The last step of the build: writes down the home of the JDK that it was made with. The script
 * that starts the benchmarks runs them on that JDK, and builds again what changed since.
 */
public final class BuildMark {

  private BuildMark() {}

  /** Takes the file to write. */
  public static void main(String[] arguments) throws IOException {
    Files.writeString(Path.of(arguments[0]), System.getProperty("java.home") + "\n");
  }
}
