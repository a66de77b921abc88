package io.togglebolt.raft.tck;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One step of a transcript: what is to be done, and what must come of it.
 *
 * @param line where it begins in its file; the first line has 1
 * @param command its first word
 * @param arguments the rest of its line, in order
 * @param input the lines between it and the {@code ----}, without white space around them
 * @param expected what must be printed, each line with its line feed; may be empty
 * @param expectedLine where that begins in the file
 */
public record Directive(
    int line,
    String command,
    List<Argument> arguments,
    String input,
    String expected,
    int expectedLine) {
  /** Takes a copy of the list. */
  public Directive {
    Objects.requireNonNull(command, "command");
    Objects.requireNonNull(input, "input");
    Objects.requireNonNull(expected, "expected");
    arguments = List.copyOf(arguments);
  }

  /**
   * Reads a line on its own, as it stands in the input of some directives.
   *
   * @throws TranscriptException when it cannot be read
   */
  public static Directive of(int line, String text) {
    return DirectiveLine.parse(line, text, "", "", line);
  }

  /**
   * The first argument of a name that has a value.
   *
   * @return empty when there is none
   */
  public Optional<Argument> argument(String key) {
    return arguments.stream()
        .filter(argument -> argument.key().equals(key) && !argument.isBare())
        .findFirst();
  }

  /** The words without values, in order. */
  public List<String> words() {
    return arguments.stream().filter(Argument::isBare).map(Argument::key).toList();
  }

  /**
   * A word by its place among those without values.
   *
   * @param place from 0 on
   * @param name what it is, for the error
   * @throws TranscriptException when there are too few
   */
  public String word(int place, String name) {
    List<String> words = words();
    if (place >= words.size()) {
      throw new TranscriptException(
          command
              + " has "
              + words.size()
              + " words behind it; expected "
              + name
              + " as number "
              + (place + 1));
    }
    return words.get(place);
  }

  /**
   * A word as an unsigned number; see {@link #word}.
   *
   * @throws TranscriptException when there are too few, or it is none
   */
  public long number(int place, String name) {
    return Argument.number(name + " of " + command, word(place, name));
  }

  /**
   * A word as a number of things; see {@link #word}.
   *
   * @param most how many there may be
   * @throws TranscriptException when there are too few words, or it is not between 0 and {@code
   *     most}
   */
  public int count(int place, String name, int most) {
    long count = number(place, name);
    if (count < 0 || count > most) {
      throw new TranscriptException(
          name
              + " of "
              + command
              + " is "
              + Long.toUnsignedString(count)
              + "; expected at most "
              + most);
    }
    return (int) count;
  }

  /**
   * Refuses lines of input, for a command that takes none: they are most likely further directives
   * that would never be done.
   *
   * @throws TranscriptException when there are any
   */
  public void allowNoInput() {
    if (!input.isEmpty()) {
      throw new TranscriptException(
          command
              + " takes no input, and has \""
              + input.lines().findFirst().orElse("")
              + "\" below it; is a ---- missing before that?");
    }
  }

  /**
   * Refuses what it does not know.
   *
   * @param words how many words there may be
   * @param keys which arguments with values there may be
   * @throws TranscriptException when there are others
   */
  public void allow(int words, String... keys) {
    List<String> known = List.of(keys);
    for (Argument argument : arguments) {
      if (!argument.isBare() && !known.contains(argument.key())) {
        throw new TranscriptException(
            command
                + " knows no argument "
                + argument.key()
                + "; expected "
                + (known.isEmpty() ? "none" : String.join(", ", known)));
      }
    }
    if (words().size() > words) {
      throw new TranscriptException(
          command + " has " + words().size() + " words behind it; expected at most " + words);
    }
  }
}
