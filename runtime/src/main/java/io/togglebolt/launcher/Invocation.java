package io.togglebolt.launcher;

import java.util.ArrayList;
import java.util.List;

/**
 * What the process was started for.
 *
 * @param mode what to do
 * @param arguments a command and its arguments, exactly as the process got them
 */
record Invocation(Mode mode, List<String> arguments) {

  /** What a process can be started for. */
  enum Mode {
    /** The container with a shell on a terminal. */
    SHELL,
    /** The container, with commands from standard input. */
    SCRIPT,
    /** One command. */
    COMMAND,
    /** To say how it is used. */
    USAGE,
    /** To say its version. */
    VERSION
  }

  /** Chooses by the arguments and by whether a person sits at a terminal. */
  static Invocation of(List<String> arguments, boolean terminal) {
    if (arguments.isEmpty()) {
      return new Invocation(terminal ? Mode.SHELL : Mode.SCRIPT, arguments);
    }
    return switch (arguments.getFirst()) {
      case "--help", "-h" -> new Invocation(Mode.USAGE, arguments);
      case "--version" -> new Invocation(Mode.VERSION, arguments);
      case "demo" -> {
        List<String> command = new ArrayList<>(arguments);
        command.set(0, "togglebolt:demo");
        yield new Invocation(Mode.COMMAND, List.copyOf(command));
      }
      case String command -> new Invocation(Mode.COMMAND, arguments);
    };
  }
}
