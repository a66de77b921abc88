package io.togglebolt.features;

import java.nio.file.Path;

/**
 * A listed bundle with the version and the file that Maven resolved it to.
 *
 * @param listed its line in the list
 * @param version its Maven version
 * @param file its jar
 */
public record ResolvedBundle(ListedBundle listed, String version, Path file) {

  /** Its place in any Maven repository, as Karaf understands it. */
  public String mavenUrl() {
    return "mvn:" + listed.group() + "/" + listed.artifact() + "/" + version;
  }

  /** Its name in an OSGi feature. */
  public String id() {
    return listed.coordinates() + ":" + version;
  }
}
