package io.togglebolt.cli.internal;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;

/**
 * A Gogo session on the process's own standard streams. The streams are made from their
 * descriptors, because Gogo replaces those of {@link System} by ones that look for a session.
 */
final class Gogo implements AutoCloseable {
  private final PrintStream out =
      new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
  private final PrintStream err =
      new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
  private final FileInputStream in = new FileInputStream(FileDescriptor.in);
  private final CommandSession session;
  private final CommandNames names;

  Gogo(CommandProcessor processor, CommandNames names) {
    this.session = processor.createSession(in, out, err);
    this.names = names;
  }

  FileInputStream in() {
    return in;
  }

  PrintStream out() {
    return out;
  }

  PrintStream err() {
    return err;
  }

  /**
   * Runs one command with exactly these arguments. They become variables of the session, whose
   * values Gogo hands on as they are, and never program text, which it would parse.
   */
  void call(List<String> words) throws Exception {
    String command = words.getFirst();
    if (!command.matches("[\\w.:-]+")) {
      throw ErrorLine.unknownCommand(command, names.all());
    }
    StringBuilder program = new StringBuilder(command);
    for (int i = 1; i < words.size(); i++) {
      session.put("argument" + i, words.get(i));
      program.append(" $argument").append(i);
    }
    run(program.toString());
  }

  /** Runs a line of Gogo's language and prints its result as Gogo's converters show it. */
  void run(String program) throws Exception {
    Object result = session.execute(program);
    if (result != null) {
      String text = session.format(result, Converter.INSPECT).toString();
      out.print(text.endsWith("\n") ? text : text + "\n");
    }
    out.flush();
  }

  /** What a failure looks like to the person who typed the command. */
  String explain(Throwable failure) {
    return ErrorLine.of(failure, names.all());
  }

  @Override
  public void close() {
    session.close();
  }
}
