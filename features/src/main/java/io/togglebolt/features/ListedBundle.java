package io.togglebolt.features;

/**
 * A line of the list.
 *
 * @param startLevel the start level at which the bundle is started
 * @param feature the feature that it belongs to
 * @param group the Maven group
 * @param artifact the Maven artifact
 * @param root whether it is wanted although no other bundle is wired to it
 */
public record ListedBundle(
    int startLevel, String feature, String group, String artifact, boolean root) {

  /** The name that Maven knows it by, without a version. */
  public String coordinates() {
    return group + ":" + artifact;
  }

  /** Whether it is made in this tree. */
  public boolean isOurs() {
    return group.equals("io.togglebolt");
  }
}
