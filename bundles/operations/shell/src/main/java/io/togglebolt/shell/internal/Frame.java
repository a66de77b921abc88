package io.togglebolt.shell.internal;

import io.togglebolt.storage.Database;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.apache.felix.service.command.CommandSession;
import org.jspecify.annotations.Nullable;

/**
 * What stands around every command on a database: its arguments are checked against what it says it
 * takes, the first of them names the database or file, and what users can cause is one line.
 */
final class Frame {
  /** What a command does. */
  @FunctionalInterface
  interface Step {
    /** Does it; returns what is shown. */
    Object with(Database database, Arguments arguments) throws IOException;
  }

  private final OpenDatabases databases;
  private final Map<String, Usage> usages;

  Frame(OpenDatabases databases, Map<String, Usage> usages) {
    this.databases = databases;
    this.usages = usages;
  }

  /** A command's arguments, checked; for those that are needed before the database is. */
  Arguments arguments(String command, @Nullable String... typed) {
    return Arguments.of(Objects.requireNonNull(usages.get(command), command), typed);
  }

  /** Runs a command that only reads: a file is opened with a shared lock. */
  Object read(CommandSession session, String command, @Nullable String[] typed, Step step) {
    Arguments arguments = arguments(command, typed);
    return Errors.asOneLine(
        () -> target(session).read(arguments.at(0), database -> step.with(database, arguments)));
  }

  /** Runs a command that writes: a file, which must exist, is opened for that. */
  Object write(CommandSession session, String command, @Nullable String[] typed, Step step) {
    Arguments arguments = arguments(command, typed);
    return Errors.asOneLine(
        () -> target(session).write(arguments.at(0), database -> step.with(database, arguments)));
  }

  Target target(CommandSession session) {
    return new Target(databases, session);
  }
}
