package io.togglebolt.itests.container;

import io.togglebolt.itests.container.help.Help;
import io.togglebolt.itests.container.trial.TrialActivator;

/** Freelist policy bundles, as a stranger would write them. */
final class TrialBundle {
  private static final String IMPORTS = "org.osgi.framework,io.togglebolt.storage.spi";
  private static final String HELP = Help.class.getPackageName();

  private TrialBundle() {}

  static BundleJar policy(String name, int ranking) {
    return BundleJar.named("io.togglebolt.itests.policy." + name)
        .header("Bundle-Activator", TrialActivator.class.getName())
        .header("Import-Package", IMPORTS)
        .header(TrialActivator.NAME, name)
        .header(TrialActivator.RANKING, Integer.toString(ranking))
        .classes(TrialActivator.class, TrialActivator.Factory.class)
        .classes(named("TrialPolicy"));
  }

  /**
   * A policy that needs a class of the bundle of {@link #help} when its own is uninstalled, which
   * is too late to be wired to it.
   */
  static BundleJar fragilePolicy(String name, int ranking) {
    return policy(name, ranking)
        .header("DynamicImport-Package", HELP)
        .header(TrialActivator.FRAGILE, "true")
        .classes(named("FragilePolicy"));
  }

  static BundleJar help() {
    return BundleJar.named("io.togglebolt.itests.help")
        .header("Export-Package", HELP)
        .classes(Help.class);
  }

  private static Class<?> named(String simpleName) {
    try {
      return Class.forName(TrialActivator.class.getPackageName() + "." + simpleName);
    } catch (ClassNotFoundException absent) {
      throw new AssertionError(absent);
    }
  }
}
