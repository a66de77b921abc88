package io.togglebolt.launcher;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Commands typed into a running container one by one, each when the answer to the last is there.
 * The container must have {@link LoadBundle}, whose command marks the end of each answer.
 */
final class Conversation implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;
  private static final long LONGEST_SECONDS = 150;
  private static final long LOOK_MILLIS = 50;

  private final Process process;
  private final BufferedReader out;
  private final Writer in;
  private String load = "";
  private int asked;

  Conversation(Process process) {
    this.process = process;
    out = process.inputReader();
    in = process.outputWriter();
    // A process that hangs would hang the reader of its output.
    Executor late = CompletableFuture.delayedExecutor(LONGEST_SECONDS, TimeUnit.SECONDS);
    late.execute(process::destroyForcibly);
  }

  /** The first line, by which the container says that it is ready. */
  String greeting() throws IOException {
    return String.valueOf(out.readLine());
  }

  /** What a command prints. */
  String ask(String command) throws IOException {
    asked++;
    in.write(command + "\ntest:load " + asked + "\n");
    in.flush();
    List<String> answer = new ArrayList<>();
    String line = out.readLine();
    while (line != null && !line.startsWith("load " + asked + ":")) {
      answer.add(line);
      line = out.readLine();
    }
    if (line == null) {
      throw new AssertionError("the container ended while it was asked " + command + ": " + answer);
    }
    load = line;
    return String.join("\n", answer);
  }

  /** Asks again and again until the answer is as expected, and returns it. */
  String askUntil(String command, Predicate<String> expected)
      throws IOException, InterruptedException {
    long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    String answer = ask(command);
    while (!expected.test(answer)) {
      if (System.nanoTime() > deadlineNanos) {
        throw new AssertionError(command + " still says: " + answer + "; " + load);
      }
      process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      answer = ask(command);
    }
    return answer;
  }

  /** What the load has done until the last answer. */
  String load() {
    return load;
  }

  /** How often the load had committed at the last answer. */
  long commits() {
    return Long.parseLong(load.replaceFirst(".*: (\\d+) commits.*", "$1"));
  }

  /** Ends the container by ending its input; returns its exit code. */
  int end() throws IOException, InterruptedException {
    in.close();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("the container does not end with its input");
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
