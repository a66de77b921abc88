package io.togglebolt.itests.simulation.world;

import java.util.List;
import java.util.stream.Collectors;

/** A call of the script {@code run}, so that whoever reads it can type it where he stands. */
public final class ScriptCall {
  /** How the script was called, which it says itself. */
  static final String SCRIPT = "togglebolt.simulation.script";

  private ScriptCall() {}

  /** The call with some arguments, each in quotes where a shell needs them. */
  public static String with(List<String> arguments) {
    String script = quoted(System.getProperty(SCRIPT, "itests/simulation/run"));
    return arguments.stream()
        .map(ScriptCall::quoted)
        .collect(Collectors.joining(" ", script + " ", ""));
  }

  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9_./,:=@%+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
