package io.togglebolt.shell.internal;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.felix.service.command.Descriptor;

/**
 * What a command takes. It is written once, as the descriptor of the command method's last
 * parameter ({@code [--limit N] DB BUCKET [KEY]}), and serves the help, the check of the arguments
 * and the completion.
 *
 * @param command the command with its scope
 * @param description what it does
 * @param signature what it takes, as written
 * @param options its options
 * @param required its arguments that must be there, in order
 * @param optional its arguments that may follow
 * @param repeats whether the last of those may stand any number of times
 */
record Usage(
    String command,
    String description,
    String signature,
    List<Option> options,
    List<String> required,
    List<String> optional,
    boolean repeats) {
  private static final Pattern PART =
      Pattern.compile("\\[(--[a-z-]+)(?: ([A-Za-z-]+))?]|\\[([A-Za-z-]+)(\\.{3})?]|([A-Za-z-]+)");

  /**
   * An option.
   *
   * @param name its name, with both dashes
   * @param value what its value is, or empty when it takes none
   */
  record Option(String name, String value) {}

  /** The commands of a class, by function name: its public methods that have a descriptor. */
  static Map<String, Usage> of(String scope, Class<?> commands) {
    Map<String, Usage> usages = new TreeMap<>();
    for (Method method : commands.getMethods()) {
      Descriptor descriptor = method.getAnnotation(Descriptor.class);
      if (descriptor != null) {
        String signature =
            Arrays.stream(method.getParameters())
                .filter(parameter -> parameter.isAnnotationPresent(Descriptor.class))
                .map(parameter -> parameter.getAnnotation(Descriptor.class).value())
                .findFirst()
                .orElse("");
        usages.put(
            method.getName(), parse(scope + ":" + method.getName(), descriptor.value(), signature));
      }
    }
    return usages;
  }

  /** Reads a signature. */
  static Usage parse(String command, String description, String signature) {
    List<Option> options = new ArrayList<>();
    List<String> required = new ArrayList<>();
    List<String> optional = new ArrayList<>();
    Matcher part = PART.matcher(signature);
    boolean repeats = false;
    while (part.find()) {
      if (part.group(1) != null) {
        options.add(new Option(part.group(1), part.group(2) == null ? "" : part.group(2)));
      } else if (part.group(3) != null) {
        optional.add(part.group(3));
        repeats = part.group(4) != null;
      } else {
        required.add(part.group(5));
      }
    }
    return new Usage(
        command,
        description,
        signature,
        List.copyOf(options),
        List.copyOf(required),
        List.copyOf(optional),
        repeats);
  }

  /** What stands at a place, the first being 0; empty past the last. */
  String placeholder(int place) {
    if (place < required.size()) {
      return required.get(place);
    }
    int beyond = place - required.size();
    if (repeats && beyond >= optional.size()) {
      return optional.getLast();
    }
    return beyond < optional.size() ? optional.get(beyond) : "";
  }

  /**
   * Whether an argument may be any bytes, so that there is a form for those that look otherwise.
   */
  boolean takesBytes() {
    return Stream.concat(required.stream(), optional.stream())
        .anyMatch(what -> what.equals("KEY") || what.equals("VALUE") || what.endsWith("BUCKET"));
  }

  /** How the command is called, for messages. */
  String line() {
    return "usage: " + (command + " " + signature).strip();
  }
}
