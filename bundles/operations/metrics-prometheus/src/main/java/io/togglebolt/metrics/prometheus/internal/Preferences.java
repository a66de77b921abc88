package io.togglebolt.metrics.prometheus.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client would have, from a header such as {@code Accept} (RFC 9110, section 12.5).
 *
 * @param choices in the order of the header
 */
record Preferences(List<Choice> choices) {

  /**
   * One thing that a client would take.
   *
   * @param value in lower case: a media range or a coding
   * @param parameters of the media range, by name in lower case, without {@code q}
   * @param quality from 0, not acceptable, to 1
   */
  record Choice(String value, Map<String, String> parameters, double quality) {

    /** How precisely it names a media type in a version; 0 where it names others only. */
    int saysAbout(String type, String version) {
      if (value.equals(type)) {
        String wanted = parameters.get("version");
        if (wanted == null) {
          return 3;
        }
        return wanted.equals(version) ? 4 : 0;
      }
      if (value.equals(type.substring(0, type.indexOf('/')) + "/*")) {
        return 2;
      }
      return value.equals("*/*") ? 1 : 0;
    }
  }

  /** Keeps a copy. */
  Preferences {
    choices = List.copyOf(choices);
  }

  /** From the lines of the header; none where it is absent. */
  static Preferences of(@Nullable List<String> header) {
    List<Choice> choices = new ArrayList<>();
    if (header != null) {
      for (String element : String.join(",", header).split(",")) {
        if (!element.isBlank()) {
          choices.add(choice(element));
        }
      }
    }
    return new Preferences(choices);
  }

  private static Choice choice(String element) {
    String[] parts = element.split(";", -1);
    Map<String, String> parameters = new HashMap<>();
    for (int i = 1; i < parts.length; i++) {
      int equals = parts[i].indexOf('=');
      if (equals >= 0) {
        parameters.put(
            parts[i].substring(0, equals).strip().toLowerCase(Locale.ROOT),
            unquoted(parts[i].substring(equals + 1).strip()));
      }
    }
    double quality = quality(parameters.remove("q"));
    return new Choice(parts[0].strip().toLowerCase(Locale.ROOT), Map.copyOf(parameters), quality);
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }

  /** What is no quality is taken for the lowest there is: nobody can say what was meant. */
  private static double quality(@Nullable String text) {
    if (text == null) {
      return 1;
    }
    return text.matches("0(\\.[0-9]{0,3})?|1(\\.0{0,3})?") ? Double.parseDouble(text) : 0;
  }

  /** Whether a content coding may be used: named, or by {@code *}. */
  boolean acceptCoding(String coding) {
    double any = 0;
    for (Choice choice : choices) {
      if (choice.value().equals(coding)) {
        return choice.quality() > 0;
      }
      if (choice.value().equals("*")) {
        any = choice.quality();
      }
    }
    return any > 0;
  }

  /** The quality of a media type in a version: that of the range which says most about it. */
  double qualityOf(String type, String version) {
    double quality = 0;
    int saysMost = 0;
    for (Choice choice : choices) {
      int says = choice.saysAbout(type, version);
      if (says > saysMost) {
        saysMost = says;
        quality = choice.quality();
      }
    }
    return quality;
  }

  /** Whether a media type is named in this version or in any, and not only by a wildcard. */
  boolean names(String type, String version) {
    return choices.stream().anyMatch(choice -> choice.saysAbout(type, version) > 2);
  }
}
