package io.togglebolt.itests.container;

import static org.junit.Assert.assertNotNull;

import io.togglebolt.slot.SlotRegistry;
import io.togglebolt.slot.SwapRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.FrameworkWiring;

/** The framework as tests handle it. */
final class Container {
  static final String EXACT = "io.togglebolt.freelist.exact";
  static final String RANGE = "io.togglebolt.freelist.range";
  static final String LEGACY = "io.togglebolt.freelist.legacy";
  static final String LOG = "io.togglebolt.wal";
  static final String SEGMENTED = "io.togglebolt.wal.segmented";
  static final String DSYNC = "io.togglebolt.wal.dsync";

  private Container() {}

  static BundleContext context() {
    return FrameworkUtil.getBundle(Container.class).getBundleContext();
  }

  static Optional<Bundle> find(String symbolicName) {
    return Arrays.stream(context().getBundles())
        .filter(each -> symbolicName.equals(each.getSymbolicName()))
        .findFirst();
  }

  static Bundle bundle(String symbolicName) {
    return find(symbolicName)
        .orElseThrow(() -> new AssertionError(symbolicName + " is not installed"));
  }

  /** Waits for a service and returns it; held until this bundle stops. */
  static <T> T service(Class<T> type, String filter) throws Exception {
    BundleContext context = context();
    Await.until(
        "a service " + type.getName() + " " + filter,
        () -> !context.getServiceReferences(type, filter).isEmpty());
    T service = context.getService(reference(type, filter));
    assertNotNull(type + " " + filter, service);
    return service;
  }

  static <T> ServiceReference<T> reference(Class<T> type, String filter) throws Exception {
    return context().getServiceReferences(type, filter).iterator().next();
  }

  static <T> boolean isRegistered(Class<T> type, String filter) throws Exception {
    return !context().getServiceReferences(type, filter).isEmpty();
  }

  /** Installs a bundle of the distribution as it was installed in the beginning, and starts it. */
  static Bundle installAgain(String symbolicName, String location) throws Exception {
    Distribution.Jar jar = Distribution.jar(symbolicName);
    try (InputStream in = Files.newInputStream(jar.file())) {
      Bundle bundle = context().installBundle(location, in);
      bundle.adapt(BundleStartLevel.class).setStartLevel(jar.startLevel());
      bundle.start();
      return bundle;
    }
  }

  static void updateFromDistribution(Bundle bundle) throws Exception {
    Path file = Distribution.jar(bundle.getSymbolicName()).file();
    try (InputStream in = Files.newInputStream(file)) {
      bundle.update(in);
    }
  }

  static Bundle installAndStart(BundleJar jar) throws BundleException, IOException {
    try (InputStream in = jar.stream()) {
      Bundle bundle = context().installBundle("test:" + System.nanoTime(), in);
      bundle.start();
      return bundle;
    }
  }

  /** Refreshes a bundle and waits until that is done. */
  static void refresh(Bundle bundle) throws InterruptedException {
    CountDownLatch refreshed = new CountDownLatch(1);
    context()
        .getBundle(0)
        .adapt(FrameworkWiring.class)
        .refreshBundles(
            List.of(bundle),
            event -> {
              if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) {
                refreshed.countDown();
              }
            });
    if (!refreshed.await(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError(bundle + " was not refreshed");
    }
  }

  /** What the journal says about one owner's slot of one kind, after a record; oldest first. */
  static List<SwapRecord> journal(String owner, String kind, long afterSequence) throws Exception {
    return service(SlotRegistry.class, null).journal().stream()
        .filter(record -> record.owner().equals(owner) && record.kind().equals(kind))
        .filter(record -> record.sequence() > afterSequence)
        .toList();
  }

  /** The number of the newest record. */
  static long journalEnd() throws Exception {
    return service(SlotRegistry.class, null).journal().stream()
        .mapToLong(SwapRecord::sequence)
        .max()
        .orElse(-1);
  }
}
