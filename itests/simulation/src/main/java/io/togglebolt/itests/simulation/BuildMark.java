package io.togglebolt.itests.simulation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The last step of the build: writes down the home of the JDK that it was made with, on which the
 * scripts run; they build again what changed since.
 */
public final class BuildMark {

  private BuildMark() {}

  /** Takes the file to write. */
  public static void main(String[] arguments) throws IOException {
    Files.writeString(Path.of(arguments[0]), System.getProperty("java.home") + "\n");
  }
}
