package io.togglebolt.disk.nio.internal;

import io.togglebolt.runtime.Disk;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Another Java process, which runs a class of these tests and is spoken to line by line. */
final class ForkedJava implements AutoCloseable {
  private static final long DEADLINE_SECONDS = 60;

  private final Process process;
  private final BufferedReader output;
  private final BufferedWriter input;

  private ForkedJava(Process process) {
    this.process = process;
    output = process.inputReader(StandardCharsets.UTF_8);
    input = process.outputWriter(StandardCharsets.UTF_8);
  }

  /** Starts the class's main method under a shell command's prefix, which may be empty. */
  static ForkedJava start(
      List<String> prefix, List<String> flags, Class<?> main, Object... arguments)
      throws IOException {
    String classPath =
        Stream.of(main, NativeDisk.class, Disk.class)
            .map(ForkedJava::location)
            .distinct()
            .collect(Collectors.joining(File.pathSeparator));
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp", classPath));
    command.addAll(flags);
    command.add(main.getName());
    Stream.of(arguments).map(Object::toString).forEach(command::add);
    return new ForkedJava(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  private static String location(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException impossible) {
      throw new AssertionError(impossible);
    }
  }

  /** The next line that it prints; null when it has ended. */
  @Nullable String readLine() throws IOException {
    return output.readLine();
  }

  /** Everything that it still prints. */
  String readAll() throws IOException {
    return output.lines().collect(Collectors.joining("\n"));
  }

  void writeLine(String line) throws IOException {
    input.write(line);
    input.newLine();
    input.flush();
  }

  int exitCode() throws InterruptedException {
    if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("the forked process did not end in " + DEADLINE_SECONDS + " s");
    }
    return process.exitValue();
  }

  /** Ends it as kill -9 does, and waits until it has ended. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    exitCode();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
