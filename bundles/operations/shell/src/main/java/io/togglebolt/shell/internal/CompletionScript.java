package io.togglebolt.shell.internal;

/**
 * Tells Gogo JLine how to complete our commands, in its own words: a {@code complete} line for each
 * description, option and argument. What an argument could be is asked of {@link Completer} at the
 * moment of completion.
 */
final class CompletionScript {
  private static final String CONTEXT = " ($.commandLine words) ($.commandLine wordIndex)";
  private static final String CANDIDATES = " -a '" + Completer.CANDIDATES + CONTEXT + "'";

  /** JLine heeds a condition for options only, so the argument decides by itself. */
  private static final String FILES =
      " -a 'if { " + Completer.WANTS_FILE + CONTEXT + " } { __files } { [ ] }'";

  private CompletionScript() {}

  /** The lines for all commands. */
  static String forAll(Iterable<Usage> usages) {
    StringBuilder script = new StringBuilder();
    for (Usage usage : usages) {
      String complete = "complete -c " + usage.command();
      line(script, complete + " -e");
      line(script, complete + " -d '" + quotable(usage.description()) + "'");
      for (Usage.Option option : usage.options()) {
        String takes = option.value().isEmpty() ? "no value" : option.value();
        String name = option.name().substring("--".length());
        line(script, complete + " -l " + name + " -d 'takes " + takes + "'");
      }
      line(script, complete + CANDIDATES);
      line(script, complete + FILES);
    }
    return script.toString();
  }

  /** Gogo ends a text at its first apostrophe, so they become those that printers use. */
  static String quotable(String text) {
    return text.replace('\'', '\u2019');
  }

  private static void line(StringBuilder script, String line) {
    script.append(line).append('\n');
  }
}
