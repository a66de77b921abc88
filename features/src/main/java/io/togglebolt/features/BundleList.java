package io.togglebolt.features;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** The list of bundles, in the order in which they are installed. */
public final class BundleList {
  private static final String RESOURCE = "bundles.list";

  private BundleList() {}

  /** Reads the list that this jar carries. */
  public static List<ListedBundle> read() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(BundleList.class.getResourceAsStream(RESOURCE), RESOURCE)) {
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  /**
   * Reads a list.
   *
   * @throws IllegalArgumentException when a line is malformed or a bundle is listed twice; the
   *     message names the line
   */
  static List<ListedBundle> parse(String text) {
    List<ListedBundle> bundles = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    int number = 0;
    for (String raw : text.lines().toList()) {
      number++;
      String line = raw.strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      ListedBundle bundle = bundle(number, line);
      if (!seen.add(bundle.coordinates())) {
        throw malformed(number, line, "a bundle that no line above names");
      }
      bundles.add(bundle);
    }
    return List.copyOf(bundles);
  }

  private static ListedBundle bundle(int number, String line) {
    String[] words = line.split("\\s+");
    boolean root = words.length == 4 && words[3].equals("root");
    if (words.length != 3 && !root) {
      throw malformed(number, line, "start level, feature, groupId:artifactId and perhaps root");
    }
    String[] coordinates = words[2].split(":");
    if (!words[0].matches("[0-9]{1,3}") || coordinates.length != 2) {
      throw malformed(number, line, "a number first and groupId:artifactId third");
    }
    return new ListedBundle(
        Integer.parseInt(words[0]), words[1], coordinates[0], coordinates[1], root);
  }

  private static IllegalArgumentException malformed(int number, String line, String expected) {
    return new IllegalArgumentException(
        RESOURCE + " line " + number + " is `" + line + "`; expected " + expected);
  }
}
