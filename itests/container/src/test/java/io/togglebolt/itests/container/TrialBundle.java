package io.togglebolt.itests.container;

import io.togglebolt.itests.container.help.Help;
import io.togglebolt.itests.container.trial.ExporterActivator;
import io.togglebolt.itests.container.trial.TrialActivator;
import io.togglebolt.itests.container.trial.WriterActivator;

/**
 * Bundles with a part, as a stranger would write them: freelist policies, exporters, writers of
 * logs.
 */
final class TrialBundle {
  /** The symbolic name of a bundle with an exporter. */
  static final String EXPORTER = "io.togglebolt.itests.exporter";

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
        .classes(named("Offer"), named("TrialPolicy"));
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

  /** An exporter that shows at the path {@code /metrics} what the registry holds. */
  static BundleJar exporter(String name, int ranking) {
    return BundleJar.named(EXPORTER)
        .header("Bundle-Activator", ExporterActivator.class.getName())
        .header(
            "Import-Package",
            "org.osgi.framework,com.sun.net.httpserver,io.togglebolt.http,io.togglebolt.metrics,"
                + "io.togglebolt.metrics.spi")
        .header(TrialActivator.NAME, name)
        .header(TrialActivator.RANKING, Integer.toString(ranking))
        .classes(ExporterActivator.class, ExporterActivator.Factory.class)
        .classes(TrialActivator.class, named("Offer"), named("TrialExporter"));
  }

  /** A writer of a log. */
  static BundleJar writer(String name, int ranking) {
    return BundleJar.named("io.togglebolt.itests.writer." + name)
        .header("Bundle-Activator", WriterActivator.class.getName())
        .header("Import-Package", "org.osgi.framework,io.togglebolt.wal.spi")
        .header(TrialActivator.NAME, name)
        .header(TrialActivator.RANKING, Integer.toString(ranking))
        .classes(WriterActivator.class, WriterActivator.Factory.class)
        .classes(TrialActivator.class, named("Offer"), named("TrialWriter"));
  }

  /** A writer that fails in the middle of an append. */
  static BundleJar failingWriter(String name, int ranking, int appends) {
    return writer(name, ranking)
        .header(WriterActivator.APPENDS_BEFORE_FAILURE, Integer.toString(appends));
  }

  /** A writer that leaves it to the system when its bytes are durable. */
  static BundleJar lazyWriter(String name, int ranking) {
    return writer(name, ranking).header(WriterActivator.LAZY, "true");
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
