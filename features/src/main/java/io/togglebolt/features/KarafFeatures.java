package io.togglebolt.features;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The list as a Karaf features repository, whose first feature all others need. Third-party bundles
 * are marked as dependencies, so that Karaf installs one only where it does not offer the same
 * already.
 */
final class KarafFeatures {
  private KarafFeatures() {}

  /** Makes the repository's XML. */
  static String xml(String version, List<ResolvedBundle> bundles) {
    Set<String> names =
        bundles.stream()
            .map(bundle -> bundle.listed().feature())
            .collect(Collectors.toCollection(LinkedHashSet::new));
    StringBuilder xml =
        new StringBuilder(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <features name="togglebolt-%s" xmlns="http://karaf.apache.org/xmlns/features/v1.6.0">
            """
                .formatted(version));
    String first = bundles.getFirst().listed().feature();
    for (String name : names) {
      xml.append("  <feature name=\"togglebolt-%s\" version=\"%s\">\n".formatted(name, version));
      if (!name.equals(first)) {
        xml.append("    <feature>togglebolt-%s</feature>\n".formatted(first));
      }
      bundles.stream()
          .filter(bundle -> bundle.listed().feature().equals(name))
          .forEach(bundle -> xml.append(element(bundle)));
      xml.append("  </feature>\n");
    }
    return xml.append("</features>\n").toString();
  }

  private static String element(ResolvedBundle bundle) {
    return "    <bundle start-level=\"%d\"%s>%s</bundle>\n"
        .formatted(
            bundle.listed().startLevel(),
            bundle.listed().isOurs() ? "" : " dependency=\"true\"",
            bundle.mavenUrl());
  }
}
