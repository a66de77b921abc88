package io.togglebolt.itests.container;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;

/** A session of the distribution's shell, as a person at a terminal has one. */
final class Shell implements AutoCloseable {
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final CommandSession session;

  Shell() throws Exception {
    // Commands come as services of their own, after the shell itself.
    String command = "(&(osgi.command.scope=bolt)(osgi.command.function=cancel))";
    Await.until(
        "the command " + command,
        () -> Container.context().getAllServiceReferences(null, command) != null);
    PrintStream out = new PrintStream(output, true, StandardCharsets.UTF_8);
    session =
        Container.service(CommandProcessor.class, null)
            .createSession(new ByteArrayInputStream(new byte[0]), out, out);
  }

  /** What a line prints, and then its result as the shell shows it. */
  String run(String line) throws Exception {
    output.reset();
    Object result = session.execute(line);
    String printed = output.toString(StandardCharsets.UTF_8);
    return result == null ? printed : printed + session.format(result, Converter.INSPECT);
  }

  @Override
  public void close() {
    session.close();
  }
}
