package io.togglebolt.cli.internal;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.felix.gogo.runtime.CommandNotFoundException;

/** Makes one line of whatever went wrong. */
final class ErrorLine {
  private static final int GREATEST_DISTANCE = 3;

  private ErrorLine() {}

  /** The first line of the message that was meant for people. */
  static String of(Throwable failure, Collection<String> commands) {
    if (failure instanceof CommandNotFoundException unknown) {
      return firstLine(unknownCommand(unknown.getCommand(), commands));
    }
    String line = firstLine(failure);
    return failure instanceof IllegalArgumentException && line.startsWith("Cannot coerce")
        ? "wrong arguments: " + line + "; try `help COMMAND`"
        : line;
  }

  /** What to throw for a name that no command has. */
  static IllegalArgumentException unknownCommand(String name, Collection<String> commands) {
    List<String> inScope =
        commands.stream().filter(command -> command.startsWith(name + ":")).sorted().toList();
    if (!inScope.isEmpty()) {
      return new IllegalArgumentException(
          name + " alone is no command; expected one of " + String.join(", ", inScope));
    }
    String hint = closest(name, commands).map(near -> "; did you mean " + near + "?").orElse(";");
    return new IllegalArgumentException("unknown command " + name + hint + " try `help`");
  }

  private static String firstLine(Throwable failure) {
    String message = failure.getMessage();
    return message == null || message.isBlank()
        ? failure.getClass().getName()
        : message.strip().lines().findFirst().orElseThrow();
  }

  /** Names are compared with and without their scope, so that `chek` finds `bolt:check`. */
  private static Optional<String> closest(String name, Collection<String> commands) {
    return commands.stream()
        .filter(command -> distance(name, command) <= GREATEST_DISTANCE)
        .min(
            Comparator.comparingInt((String command) -> distance(name, command))
                .thenComparing(Comparator.naturalOrder()));
  }

  private static int distance(String name, String command) {
    String function = command.substring(command.indexOf(':') + 1);
    String compared = name.contains(":") ? command : function;
    int distance = edits(name, compared);
    return distance < compared.length() ? distance : GREATEST_DISTANCE + 1;
  }

  /** Levenshtein's distance, a row at a time. */
  private static int edits(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
