package io.togglebolt.itests.layers;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.togglebolt.features.ResolvedBundle;
import io.togglebolt.features.ResolvedBundles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules over the classes of all shipped bundles, and over classes made to break them. */
final class LayersIT {
  private static final String[] CORES = {
    "slot",
    "storage",
    "disk",
    "allocator",
    "freelist",
    "runtime",
    "metrics",
    "http",
    "raft",
    "etcd",
    "wal"
  };
  private static final List<String> POLICIES = List.of("allocator", "freelist");
  private static final List<String> WRITERS = List.of("wal.segmented", "wal.dsync");
  private static final List<String> EXPORTERS =
      List.of("metrics.prometheus", "metrics.jmx", "metrics.log");
  private static final List<String> SOURCES = List.of("metrics.jvm");
  private static final String[] FACES = {"shell", "cli", "demo"};

  private static final JavaClasses SHIPPED = shipped();
  private static final JavaClasses BAD =
      new ClassFileImporter().importPackages("io.togglebolt.itests.layers.bad");

  static List<ArchRule> rules() {
    return rules("io.togglebolt");
  }

  static List<ArchRule> rulesOfTheBad() {
    return rules("io.togglebolt.itests.layers.bad");
  }

  private static List<ArchRule> rules(String root) {
    Rules rules = new Rules(root);
    return List.of(
        rules.implementationsAreKnownToThemselvesOnly(),
        rules.apisKnowNoImplementation(),
        rules.coresKnowNoOsgi(CORES),
        rules.partsSeeOnly(POLICIES, "storage.spi"),
        rules.partsSeeOnly(WRITERS, "wal.spi", "runtime"),
        rules.partsSeeOnly(EXPORTERS, "metrics.spi", "metrics", "http", "runtime"),
        rules.partsSeeOnly(SOURCES, "metrics"),
        rules.aFloorKnowsOnlyThoseBelow("runtime", "metrics", "slot", "storage", "shell"),
        rules.aFloorKnowsOnlyThoseBelow(
            "metrics.registry", "metrics.spi", "http", "slot", "storage", "shell"),
        rules.aFloorKnowsOnlyThoseBelow("http", "metrics.spi", "slot", "storage", "shell"),
        rules.aFloorKnowsOnlyThoseBelow("metrics", "storage", "shell", "cli", "demo"),
        rules.aFloorKnowsOnlyThoseBelow("slot", "storage", "allocator", "freelist"),
        rules.aFloorKnowsOnlyThoseBelow("storage", FACES),
        rules.aFloorKnowsOnlyThoseBelow("storage", "raft", "etcd", "wal"),
        rules.aPackageKnowsOnlyThoseBelow("raft", "etcd", "raft.core", "wal", "storage", "shell"),
        rules.aFloorKnowsOnlyThoseBelow(
            "raft", "etcd.payload", "etcd.proto", "wal", "storage", "shell", "cli", "demo"),
        rules.aFloorKnowsOnlyThoseBelow("etcd", "wal", "storage", "shell", "cli", "demo"),
        rules.aFloorKnowsOnlyThoseBelow("wal", "storage", "shell", "cli", "demo"),
        rules.packagesHaveNoCycles());
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theShippedClassesKeepTheRule(ArchRule rule) {
    rule.check(SHIPPED);
  }

  @ParameterizedTest
  @MethodSource("rulesOfTheBad")
  void theRuleFindsTheClassThatBreaksIt(ArchRule rule) {
    assertThrows(AssertionError.class, () -> rule.check(BAD), rule.getDescription());
  }

  @Test
  void allBundlesWereLookedAt() {
    for (String type :
        List.of(
            "io.togglebolt.storage.Database",
            "io.togglebolt.slot.internal.SlotComponent",
            "io.togglebolt.metrics.registry.internal.RegistryComponent",
            "io.togglebolt.wal.internal.osgi.WalComponent",
            "io.togglebolt.raft.core.internal.osgi.RaftComponent",
            "io.togglebolt.etcd.payload.PayloadText",
            "io.togglebolt.cli.internal.CommandLineComponent")) {
      assertTrue(SHIPPED.contain(type), type);
    }
    assertFalse(SHIPPED.contain(LayersIT.class.getName()));
  }

  private static JavaClasses shipped() {
    try (Stream<ResolvedBundle> bundles =
        ResolvedBundles.in(Path.of("target", "repository")).stream()) {
      List<JarFile> jars = new ArrayList<>();
      for (ResolvedBundle bundle : bundles.filter(each -> each.listed().isOurs()).toList()) {
        jars.add(new JarFile(bundle.file().toFile()));
      }
      return new ClassFileImporter().importJars(jars);
    } catch (IOException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
