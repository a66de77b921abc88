package io.togglebolt.shell.internal;

import java.util.List;
import java.util.Optional;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * What the shell asks when the tab key is pressed. The names begin with underscores, which keeps
 * them out of the completion of commands.
 */
@Component(service = CompletionCommands.class)
@GogoCommand(
    scope = CompletionCommands.SCOPE,
    function = {CompletionCommands.CANDIDATES, CompletionCommands.WANTS_FILE})
public final class CompletionCommands {
  static final String SCOPE = "togglebolt";
  static final String CANDIDATES = "__candidates";
  static final String WANTS_FILE = "__wants_file";

  private final Suggestions suggestions;

  /** Over the databases there are. */
  @Activate
  public CompletionCommands(@Reference OpenDatabases databases) {
    suggestions = new Suggestions(databases);
  }

  /** The words that could stand at the cursor. */
  @Descriptor("for completion: the words that could stand at the cursor")
  public List<String> __candidates(
      @Descriptor("the words of the line") List<String> words,
      @Descriptor("which one the cursor is in") int cursor) {
    Optional<Completion> completion = Completion.at(words, cursor);
    return completion.isEmpty()
        ? List.of()
        : Errors.asOneLine(() -> suggestions.of(completion.get()));
  }

  /** Whether a file could stand at the cursor. */
  @Descriptor("for completion: whether a file could stand at the cursor")
  public boolean __wants_file(
      @Descriptor("the words of the line") List<String> words,
      @Descriptor("which one the cursor is in") int cursor) {
    return Completion.at(words, cursor)
        .map(Completion::placeholder)
        .filter(what -> what.equals("PATH") || what.endsWith("FILE"))
        .isPresent();
  }
}
