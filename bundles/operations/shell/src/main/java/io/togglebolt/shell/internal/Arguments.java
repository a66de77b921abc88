package io.togglebolt.shell.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The arguments of one call, checked against what the command takes. */
final class Arguments {
  private static final String DASHES = "--";

  private final Usage usage;
  private final Map<String, String> options = new HashMap<>();
  private final List<String> places = new ArrayList<>();

  private Arguments(Usage usage) {
    this.usage = usage;
  }

  /**
   * Checks what was typed.
   *
   * @throws CommandException when there are too few or too many arguments, or an option is unknown
   *     or lacks its value; the message ends with the usage
   */
  static Arguments of(Usage usage, @Nullable String... typed) {
    Arguments arguments = new Arguments(usage);
    for (int i = 0; i < typed.length; i++) {
      String word = arguments.word(typed[i]);
      if (!word.startsWith(DASHES)) {
        arguments.places.add(word);
        continue;
      }
      Usage.Option option = arguments.known(word);
      if (option.value().isEmpty()) {
        arguments.options.put(option.name(), "");
      } else if (i + 1 < typed.length) {
        i++;
        arguments.options.put(option.name(), arguments.word(typed[i]));
      } else {
        throw arguments.wrong("option " + word + " lacks its value " + option.value());
      }
    }
    arguments.checkCount();
    return arguments;
  }

  /** Gogo turns the bare word into a null reference, and with it the text would be lost. */
  private String word(@Nullable String typed) {
    if (typed == null) {
      throw wrong(
          "the bare word null is no text to the shell; write it in quotes, or as 0x6e756c6c");
    }
    return typed;
  }

  private Usage.Option known(String word) {
    return usage.options().stream()
        .filter(option -> option.name().equals(word))
        .findFirst()
        .orElseThrow(() -> wrong("unknown option " + word + meant(word)));
  }

  private String meant(String word) {
    List<String> hints = new ArrayList<>();
    Nearest.option(word, usage.options().stream().map(Usage.Option::name).toList())
        .ifPresent(near -> hints.add("did you mean " + near + "?"));
    if (usage.takesBytes()) {
      hints.add("an argument that begins with two dashes is written as 0x...");
    }
    return hints.isEmpty() ? "" : " (" + String.join(" ", hints) + ")";
  }

  private void checkCount() {
    int least = usage.required().size();
    int most = usage.repeats() ? Integer.MAX_VALUE : least + usage.optional().size();
    if (places.size() < least || places.size() > most) {
      String expected = least == most ? String.valueOf(least) : least + " to " + most;
      throw wrong(
          "found "
              + Units.count(places.size(), "argument")
              + ", expected "
              + expected
              + (places.size() < least ? taken() : ""));
    }
  }

  /** What options have taken as their values: perhaps it was meant as an argument. */
  private String taken() {
    return options.entrySet().stream()
        .filter(option -> !option.getValue().isEmpty())
        .map(
            option ->
                " ('" + option.getValue() + "' was taken as the value of " + option.getKey() + ")")
        .collect(Collectors.joining());
  }

  /** An error of this call: the command, what was wrong, and the usage. */
  CommandException wrong(String what) {
    return new CommandException(usage.command() + ": " + what + "; " + usage.line());
  }

  /** The argument at a place that must be there, the first being 0. */
  String at(int place) {
    return places.get(place);
  }

  /** All arguments, in order, without options. */
  List<String> all() {
    return List.copyOf(places);
  }

  /** The argument at a place, if it was given. */
  Optional<String> find(int place) {
    return place < places.size() ? Optional.of(places.get(place)) : Optional.empty();
  }

  /** Whether an option without a value was given. */
  boolean has(String option) {
    return options.containsKey(option);
  }

  /** An option's value, if it was given. */
  Optional<String> option(String option) {
    return Optional.ofNullable(options.get(option));
  }

  /** An option's value as a number of at least {@code least}, or a default. */
  long number(String option, long least, long otherwise) {
    String value = options.get(option);
    return value == null ? otherwise : number(option, value, least);
  }

  /** An option's value as a number within limits, or a default. */
  int limited(String option, int least, int most, int otherwise) {
    long number = number(option, least, otherwise);
    if (number > most) {
      throw wrong(option + " is '" + number + "', expected at most " + most);
    }
    return (int) number;
  }

  /** The argument at a place as a number of at least {@code least}. */
  long numberAt(int place, long least) {
    return number(usage.placeholder(place), at(place), least);
  }

  private long number(String what, String value, long least) {
    try {
      long number = Long.parseLong(value);
      if (number >= least) {
        return number;
      }
    } catch (NumberFormatException notNumber) {
      throw new CommandException(notNumberMessage(what, value, least), notNumber);
    }
    throw new CommandException(notNumberMessage(what, value, least));
  }

  private String notNumberMessage(String what, String value, long least) {
    return wrong(what + " is '" + value + "', expected a whole number from " + least + " on")
        .toString();
  }
}
