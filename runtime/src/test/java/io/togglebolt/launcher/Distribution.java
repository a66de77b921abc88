package io.togglebolt.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * A copy of the assembled distribution, run as a person would.
 *
 * @param home its folder
 */
record Distribution(Path home) {
  private static final long TIMEOUT_SECONDS = 60;

  /** What a finished process left. */
  record Result(int exitCode, String out, String err) {}

  static Distribution copyTo(Path home) throws IOException {
    Path original = Path.of("target", "togglebolt");
    try (Stream<Path> all = Files.walk(original)) {
      for (Path path : all.filter(each -> !each.startsWith(original.resolve("data"))).toList()) {
        Files.copy(
            path,
            home.resolve(original.relativize(path).toString()),
            StandardCopyOption.COPY_ATTRIBUTES,
            StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Distribution copy = new Distribution(home);
    // Whoever runs the tests may have a container of their own at the customary port.
    copy.listenAt(0);
    return copy;
  }

  /** Configures the port at which it shows its metrics; 0 for any that is free. */
  void listenAt(int port) throws IOException {
    Files.writeString(home.resolve("etc/io.togglebolt.http.cfg"), "port = " + port + "\n");
  }

  /** Puts the bundle with the command {@code test:echo} into the deploy folder. */
  void deployEcho() throws IOException {
    deploy(EchoBundle.class, "org.osgi.framework");
  }

  /** Puts a bundle of one class, which is its activator, into the deploy folder. */
  void deploy(Class<?> activator, String imports) throws IOException {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.putValue("Bundle-ManifestVersion", "2");
    attributes.putValue("Bundle-SymbolicName", activator.getSimpleName());
    attributes.putValue("Bundle-Activator", activator.getName());
    attributes.putValue("Import-Package", imports);
    String type = activator.getName().replace('.', '/') + ".class";
    Path file = home.resolve("deploy").resolve(activator.getSimpleName() + ".jar");
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(out, manifest);
        InputStream bytes =
            Objects.requireNonNull(activator.getClassLoader().getResourceAsStream(type))) {
      jar.putNextEntry(new JarEntry(type));
      bytes.transferTo(jar);
      jar.closeEntry();
    }
  }

  Result run(String... arguments) throws IOException, InterruptedException {
    return run(Map.of(), "", arguments);
  }

  /** Runs it with this standard input and these changes of the environment. */
  Result run(Map<String, String> environment, String input, String... arguments)
      throws IOException, InterruptedException {
    ProcessBuilder builder = command(arguments);
    builder.environment().putAll(environment);
    Path out = Files.createTempFile(home, "out", "");
    Path err = Files.createTempFile(home, "err", "");
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    Process process = builder.start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.UTF_8));
    }
    if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(
          String.join(" ", arguments) + " did not end: " + Files.readString(err));
    }
    return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  /** Starts it without any standard input. */
  Process serve() throws IOException {
    return command()
        .redirectInput(Path.of("/dev/null").toFile())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Starts it with a standard input that stays open; what it prints comes on one stream. */
  Process converse() throws IOException {
    return command().redirectErrorStream(true).start();
  }

  private ProcessBuilder command(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(home.resolve("bin/togglebolt").toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("TOGGLEBOLT_JAVA", System.getProperty("java.home"));
    builder.environment().remove("JAVA_OPTS");
    return builder;
  }
}
