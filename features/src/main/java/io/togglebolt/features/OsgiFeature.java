package io.togglebolt.features;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The list as one feature of the OSGi Feature Service (OSGi Compendium, chapter 159). Names and
 * versions are Maven's and hold no character that JSON would have to escape.
 */
final class OsgiFeature {
  private OsgiFeature() {}

  /** Makes the feature's JSON. */
  static String json(String version, List<ResolvedBundle> bundles) {
    String entries =
        bundles.stream()
            .map(
                bundle ->
                    "    { \"id\": \"%s\", \"start-order\": %d }"
                        .formatted(bundle.id(), bundle.listed().startLevel()))
            .collect(Collectors.joining(",\n"));
    return """
    {
      "feature-resource-version": "1.0",
      "id": "io.togglebolt:io.togglebolt.features:json:feature:%s",
      "name": "Togglebolt",
      "description": "A bbolt-compatible store whose parts are replaced while it serves.",
      "license": "https://opensource.org/licenses/Apache-2.0",
      "complete": true,
      "bundles": [
    %s
      ]
    }
    """
        .formatted(version, entries);
  }
}
