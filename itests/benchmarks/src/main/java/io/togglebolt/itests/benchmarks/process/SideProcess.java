package io.togglebolt.itests.benchmarks.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** A running process of a side: it is asked by lines, and answers each by one line. */
public final class SideProcess implements AutoCloseable {
  private static final long END_SECONDS = 20;

  private final String side;
  private final Duration patience;
  private final Path errors;
  private final Process process;
  private final Writer requests;
  private final BufferedReader answers;

  /**
   * Starts the process; what it writes to standard error is kept beside its folder.
   *
   * @param side its name in the report
   * @param command its command line
   * @param folder the folder it works in, made when it is missing
   * @param patience how long an answer may take
   */
  public SideProcess(String side, List<String> command, Path folder, Duration patience)
      throws IOException {
    this.patience = patience;
    this.side = side;
    Files.createDirectories(folder);
    errors = folder.resolveSibling(side.replaceAll("[^a-z0-9.]+", "-") + ".err");
    process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    requests = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
    answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Asks for numbers. */
  public Map<String, Long> measure(String request) throws IOException, InterruptedException {
    return ask(request).entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                entry -> Long.parseLong(entry.getValue()),
                (one, other) -> one,
                LinkedHashMap::new));
  }

  /** Asks, and waits for the answer. */
  public Map<String, String> ask(String request) throws IOException, InterruptedException {
    try {
      requests.write(request + "\n");
      requests.flush();
    } catch (IOException e) {
      throw ended(request);
    }
    String answer = answer(request);
    if (answer == null) {
      throw ended(request);
    }
    List<String> parts = List.of(answer.split("\t"));
    if (!parts.getFirst().equals("ok")) {
      throw new SideException(side + " cannot do \"" + request + "\": " + parts.getLast());
    }
    Map<String, String> named = new LinkedHashMap<>();
    for (String part : parts.subList(1, parts.size())) {
      int equals = part.indexOf('=');
      named.put(part.substring(0, equals), part.substring(equals + 1));
    }
    return named;
  }

  private String answer(String request) throws IOException, InterruptedException {
    CompletableFuture<String> line =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return answers.readLine();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            },
            task -> Thread.ofPlatform().daemon().name("answers of " + side).start(task));
    try {
      return line.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      process.destroyForcibly();
      throw new SideException(
          side + " does not answer \"" + request + "\" within " + patience.toSeconds() + " s");
    } catch (ExecutionException e) {
      throw new IOException("the answer of " + side + " cannot be read", e.getCause());
    }
  }

  private SideException ended(String request) throws IOException {
    String last =
        Files.readAllLines(errors).stream()
            .filter(line -> !line.isBlank())
            .reduce((one, other) -> other)
            .orElse("it says nothing");
    return new SideException(side + " ended before it answered \"" + request + "\": " + last);
  }

  /** Ends the process by ending its input, or by force where that is not enough. */
  @Override
  public void close() throws IOException {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
