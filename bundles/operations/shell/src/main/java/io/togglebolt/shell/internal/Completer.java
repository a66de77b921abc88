package io.togglebolt.shell.internal;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Function;

/**
 * What a session asks when the tab key is pressed. Its two functions are variables of the session:
 * as commands they would stand in every user's {@code help}.
 */
final class Completer {
  /** The words that could stand at the cursor, given the words of the line and which one it is. */
  static final String CANDIDATES = "togglebolt:__candidates";

  /** Whether a file could stand at the cursor, given the same. */
  static final String WANTS_FILE = "togglebolt:__wants_file";

  /** Gogo calls this for a name that is no command, with the name before its arguments. */
  private static final String UNKNOWN = "default";

  /** Where Gogo shows the names of all commands, each with its scope. */
  private static final String COMMANDS = ".commands";

  private final Suggestions suggestions;

  /** Over the databases, metrics and logs there are. */
  Completer(OpenDatabases databases, MetricsServices metrics, OpenLogs logs) {
    suggestions = new Suggestions(databases, metrics, logs);
  }

  /** Teaches a session to complete our commands, and to answer a misspelt one in one line. */
  void teach(CommandSession session) throws Exception {
    Function unknown =
        (asking, line) -> {
          throw new CommandException(unknown(asking, String.valueOf(line.getFirst())));
        };
    session.put(UNKNOWN, unknown);
    Function candidates = (asking, line) -> candidates(words(line), cursor(line));
    Function wantsFile = (asking, line) -> wantsFile(words(line), cursor(line));
    session.put(CANDIDATES, candidates);
    session.put(WANTS_FILE, wantsFile);
    session.execute(CompletionScript.forAll(Catalog.all()));
  }

  private static String unknown(CommandSession session, String name) {
    List<String> commands =
        session.get(COMMANDS) instanceof Collection<?> all
            ? all.stream().map(String::valueOf).toList()
            : List.of();
    List<String> inScope =
        commands.stream().filter(command -> command.startsWith(name + ":")).sorted().toList();
    if (!inScope.isEmpty()) {
      return name + " alone is no command; expected one of " + String.join(", ", inScope);
    }
    return "unknown command "
        + name
        + Nearest.command(name, commands).map(near -> "; did you mean " + near + "?").orElse(";")
        + " try `help`";
  }

  private static List<String> words(List<Object> line) {
    return ((List<?>) line.get(0)).stream().map(String::valueOf).toList();
  }

  private static int cursor(List<Object> line) {
    return Integer.parseInt(String.valueOf(line.get(1)));
  }

  List<String> candidates(List<String> words, int cursor) {
    Optional<Completion> completion = Completion.at(words, cursor);
    return completion.isEmpty()
        ? List.of()
        : Errors.asOneLine(() -> suggestions.of(completion.get()));
  }

  boolean wantsFile(List<String> words, int cursor) {
    return Completion.at(words, cursor)
        .map(Completion::placeholder)
        .filter(what -> what.equals("PATH") || what.equals("DIR") || what.endsWith("FILE"))
        .isPresent();
  }
}
