package io.togglebolt.itests.compatibility;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The real thing: a small Go program of this module, built once a run against Debian's packages of
 * bbolt, or of the older bolt.
 */
final class BoltPeer {
  private static final Path GO_PATH = Path.of("/usr/share/gocode");
  private static final long BUILD_SECONDS = 300;
  private static final long RUN_SECONDS = 120;

  /**
   * How a process ended.
   *
   * @param exitCode its exit code
   * @param output its standard output
   * @param errors its standard error
   */
  record Result(int exitCode, String output, String errors) {}

  /** A process that holds a file open until it is closed. */
  record Holder(Process process) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      process.getOutputStream().close();
      process.onExit().orTimeout(RUN_SECONDS, TimeUnit.SECONDS).join();
      assertEquals(0, process.exitValue(), "the holder's exit code");
    }
  }

  /** What can be had. */
  private enum Kind {
    BBOLT("go.etcd.io/bbolt", "golang-github-coreos-bbolt-dev"),
    BOLT("github.com/boltdb/bolt", "golang-github-boltdb-bolt-dev");

    private final Path sources;
    private final String debianPackage;
    private final Supplier<Path> program = once(() -> build(this));

    Kind(String goPackage, String debianPackage) {
      this.sources = GO_PATH.resolve("src").resolve(goPackage);
      this.debianPackage = debianPackage;
    }
  }

  private final Path program;

  private BoltPeer(Kind kind) {
    Optional<String> missing = missing(kind);
    assumeTrue(
        missing.isEmpty(),
        () ->
            "skipped, for there is no "
                + missing.orElseThrow()
                + "; Debian's packages golang-go, golang-golang-x-sys-dev and "
                + kind.debianPackage
                + " have it");
    program = kind.program.get();
  }

  /** bbolt; where it cannot be had the calling test is skipped, saying what is missing. */
  static BoltPeer bbolt() {
    return new BoltPeer(Kind.BBOLT);
  }

  /** The older bolt, likewise. */
  static BoltPeer bolt() {
    return new BoltPeer(Kind.BOLT);
  }

  private static Optional<String> missing(Kind kind) {
    boolean go =
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "go")));
    if (!go) {
      return Optional.of("go on the PATH");
    }
    return Files.isDirectory(kind.sources)
        ? Optional.empty()
        : Optional.of("folder " + kind.sources);
  }

  private static Supplier<Path> once(Supplier<Path> slow) {
    return new Supplier<>() {
      private @Nullable Path made;

      @Override
      public synchronized Path get() {
        Path path = made == null ? slow.get() : made;
        made = path;
        return path;
      }
    };
  }

  private static Path build(Kind kind) {
    String name = kind.name().toLowerCase(Locale.ROOT);
    Path base = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    Path work = base.resolve("target/go");
    Path sources = work.resolve("src/peer");
    Path program = work.resolve(name);
    try {
      copy(base.resolve("src/test/go/peer"), sources);
      ProcessBuilder build =
          new ProcessBuilder("go", "build", "-tags", name, "-o", program.toString(), "peer");
      build.directory(sources.toFile());
      build.environment().put("GO111MODULE", "off");
      build.environment().put("GOFLAGS", "");
      build.environment().put("GOPATH", work + File.pathSeparator + GO_PATH);
      build.environment().put("GOCACHE", work.resolve("cache").toString());
      Result result = run(build, work, BUILD_SECONDS);
      assertEquals(0, result.exitCode, () -> "go build failed: " + result.errors);
      return program;
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException("the peer for " + name + " cannot be built", e);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  /** Lets bbolt follow a history, and says what its figures were after each write transaction. */
  List<Figures> run(Path file, List<Operation> history, String... flags)
      throws IOException, InterruptedException {
    Path script = scratch(file, ".history");
    Files.write(script, history.stream().map(Operation::line).toList());
    ProcessBuilder run = command("run", file, flags).redirectInput(script.toFile());
    Result result = run(run, script.getParent(), RUN_SECONDS);
    assertEquals(0, result.exitCode, () -> "bbolt cannot follow the history: " + result.errors);
    return result.output.lines().map(Figures::parse).toList();
  }

  /** Has bbolt check a file, which must be sound, and dump it. */
  String checkAndDump(Path file) throws IOException, InterruptedException {
    Result result = run(command("check", file), file.getParent(), RUN_SECONDS);
    assertEquals(0, result.exitCode, result.errors);
    return result.output;
  }

  /** bbolt's figures of the root and of each bucket in it, a line each. */
  List<String> stats(Path file) throws IOException, InterruptedException {
    Result result = run(command("stats", file), file.getParent(), RUN_SECONDS);
    assertEquals(0, result.exitCode, result.errors);
    return result.output.lines().toList();
  }

  /** Has bbolt open a file for writing and close it again. */
  Result open(Path file, String timeout) throws IOException, InterruptedException {
    return run(command("open", file, "-timeout", timeout), file.getParent(), RUN_SECONDS);
  }

  /** Has bbolt open a file and keep it; returns when it has it. */
  Holder hold(Path file) throws IOException {
    Process process = command("hold", file).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    assertEquals("opened", output.readLine());
    return new Holder(process);
  }

  private ProcessBuilder command(String command, Path file, String... flags) {
    List<String> words = new ArrayList<>(List.of(program.toString(), command));
    words.addAll(List.of(flags));
    words.add(file.toString());
    return new ProcessBuilder(words);
  }

  private static Result run(ProcessBuilder builder, Path folder, long seconds)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile(folder, "peer", ".out");
    Path errors = Files.createTempFile(folder, "peer", ".err");
    Process process =
        builder.redirectOutput(output.toFile()).redirectError(errors.toFile()).start();
    if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(builder.command() + " does not end within " + seconds + " s");
    }
    Result result =
        new Result(process.exitValue(), Files.readString(output), Files.readString(errors));
    Files.delete(output);
    Files.delete(errors);
    return result;
  }

  private static Path scratch(Path file, String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }
}
