package io.togglebolt.raft.tck;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Does what a transcript says, and compares. A directive that fails is a difference; the ones
 * behind it are done all the same.
 */
public final class Replay {
  private final Map<String, TranscriptLanguage> languages = new TreeMap<>();

  /**
   * With the languages whose commands may occur.
   *
   * @throws IllegalArgumentException when two of them know the same command
   */
  public Replay(List<TranscriptLanguage> languages) {
    for (TranscriptLanguage language : languages) {
      for (String command : language.commands()) {
        TranscriptLanguage other = this.languages.putIfAbsent(command, language);
        if (other != null) {
          throw new IllegalArgumentException(
              "command " + command + " is known to both " + other + " and " + language);
        }
      }
    }
  }

  /**
   * What came of a transcript.
   *
   * @param directives how many there were
   * @param outputs what each printed, in order
   * @param differences where that was not what was expected, in order
   * @param errors those of the differences where nothing was printed because the directive could
   *     not be done
   */
  public record Result(
      int directives, List<String> outputs, List<Difference> differences, List<Difference> errors) {
    /** Takes copies of the lists. */
    public Result {
      outputs = List.copyOf(outputs);
      differences = List.copyOf(differences);
      errors = List.copyOf(errors);
    }
  }

  /** Does all directives of a transcript. */
  public Result run(Transcript transcript) {
    Map<TranscriptLanguage, TranscriptLanguage.Session> sessions = new HashMap<>();
    List<String> outputs = new ArrayList<>();
    List<Difference> differences = new ArrayList<>();
    List<Difference> errors = new ArrayList<>();
    for (Directive directive : transcript.directives()) {
      try {
        String output = withLineFeed(output(directive, sessions));
        outputs.add(output);
        if (!output.equals(directive.expected())) {
          differences.add(difference(transcript, directive, output));
        }
      } catch (TranscriptException e) {
        outputs.add(directive.expected());
        // What a file expects to be refused is so; but nobody else writes that down for it.
        if (!withLineFeed(String.valueOf(e.getMessage())).equals(directive.expected())) {
          Difference error = error(transcript, directive, e);
          differences.add(error);
          errors.add(error);
        }
      } catch (RuntimeException | AssertionError | StackOverflowError e) {
        Difference error = error(transcript, directive, e);
        outputs.add(directive.expected());
        differences.add(error);
        errors.add(error);
      }
    }
    return new Result(outputs.size(), outputs, differences, errors);
  }

  private String output(
      Directive directive, Map<TranscriptLanguage, TranscriptLanguage.Session> sessions) {
    TranscriptLanguage language = languages.get(directive.command());
    if (language == null) {
      throw new TranscriptException(
          "command "
              + directive.command()
              + " is not known; expected one of "
              + String.join(", ", languages.keySet()));
    }
    return sessions.computeIfAbsent(language, TranscriptLanguage::open).run(directive);
  }

  private static Difference difference(Transcript transcript, Directive directive, String output) {
    String diff = UnifiedDiff.between(directive.expected(), output, directive.expectedLine());
    return new Difference(
        transcript.name(),
        directive.line(),
        directive.command() + " printed something else\n--- expected\n+++ actual\n" + diff);
  }

  private static Difference error(Transcript transcript, Directive directive, Throwable e) {
    String what =
        e instanceof TranscriptException
            ? Objects.requireNonNull(e.getMessage())
            : directive.command() + " failed: " + e + trace(e);
    return new Difference(transcript.name(), directive.line(), what + "\n");
  }

  /** Where an error comes from that nobody expects: its first frame says most. */
  private static String trace(Throwable e) {
    StackTraceElement[] frames = e.getStackTrace();
    return frames.length == 0 ? "" : " at " + frames[0];
  }

  private static String withLineFeed(String output) {
    return output.isEmpty() || output.endsWith("\n") ? output : output + "\n";
  }
}
