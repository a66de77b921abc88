package io.togglebolt.itests.container;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.cleanCaches;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.frameworkStartLevel;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;
import static org.ops4j.pax.exam.CoreOptions.vmOptions;
import static org.ops4j.pax.exam.CoreOptions.when;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ops4j.pax.exam.Option;

/** How Pax Exam starts the distribution's bundles. */
final class ExamOptions {
  /** Where a test finds the folder that FileInstall watches. */
  static final String DEPLOY = "togglebolt.itests.deploy";

  /** Where tests keep their database files. */
  static final String DATA = "togglebolt.itests.data";

  private ExamOptions() {}

  /** The distribution, with folders of its own below the build's. */
  static Option distribution(Class<?> test) {
    return distribution(test, "WARN", Distribution.LEAN_LEVEL);
  }

  /** The same with what shows the container's metrics; no port is opened until a test asks. */
  static Option distributionWithMetrics(Class<?> test) {
    return distribution(test, "WARN", Distribution.METRICS_LEVEL);
  }

  /** The same for a test that brings about failures, whose traces need not be seen. */
  static Option silentDistribution(Class<?> test) {
    return distribution(test, "NONE", Distribution.LEAN_LEVEL);
  }

  /** Both. */
  static Option silentDistributionWithMetrics(Class<?> test) {
    return distribution(test, "NONE", Distribution.METRICS_LEVEL);
  }

  private static Option distribution(Class<?> test, String logLevel, int startLevel) {
    Path work = newFolder(test);
    return composite(
        cleanCaches(),
        frameworkStartLevel(Distribution.METRICS_LEVEL),
        frameworkProperty("felix.fileinstall.dir").value(below(work, "deploy").toString()),
        frameworkProperty("felix.fileinstall.poll").value("200"),
        frameworkProperty("felix.fileinstall.noInitialDelay").value("true"),
        frameworkProperty("felix.fileinstall.log.level").value("1"),
        frameworkProperty("felix.fileinstall.tmpdir").value(below(work, "tmp").toString()),
        systemProperty(Distribution.FOLDER).value(Distribution.folder().toString()),
        systemProperty(DEPLOY).value(work.resolve("deploy").toString()),
        systemProperty(DATA).value(below(work, "data").toString()),
        systemProperty("org.ops4j.pax.logging.DefaultServiceLog.level").value(logLevel),
        systemProperty("org.ops4j.pax.exam.rbc.rmi.host").value("localhost"),
        when("forked".equals(System.getProperty("pax.exam.container")))
            .useOptions(
                vmOptions(
                    "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow")),
        composite(
            Distribution.jars().stream()
                .map(
                    jar ->
                        bundle(jar.file().toUri().toString())
                            .startLevel(jar.startLevel())
                            .start(jar.startLevel() <= startLevel))
                .toArray(Option[]::new)),
        systemProperty("pax.exam.invoker").value("junit"),
        systemProperty("pax.exam.logging").value("none"),
        link("org.ops4j.pax.exam.invoker.junit"),
        link("org.apache.servicemix.bundles.junit"),
        link("org.apache.servicemix.bundles.hamcrest"));
  }

  private static Option link(String name) {
    return bundle("link:classpath:META-INF/links/" + name + ".link");
  }

  private static Path newFolder(Class<?> test) {
    try {
      Path all = Files.createDirectories(Path.of("target", "exam").toAbsolutePath());
      return Files.createTempDirectory(all, test.getSimpleName());
    } catch (IOException refused) {
      throw new UncheckedIOException(refused);
    }
  }

  private static Path below(Path work, String name) {
    try {
      return Files.createDirectories(work.resolve(name));
    } catch (IOException refused) {
      throw new UncheckedIOException(refused);
    }
  }
}
