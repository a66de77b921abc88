package io.togglebolt.itests.container;

import io.togglebolt.slot.SlotStatus;
import io.togglebolt.slot.SlotStatus.CandidateStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;

/** Swaps the part of one slot in the ways of a container, under a load that has to go on. */
final class SlotSwaps {
  private final String kind;
  private final Supplier<SlotStatus> status;
  private final Runnable load;

  /**
   * For one slot.
   *
   * @param load waits until the load has gone on for a bit, and fails when it has failed
   */
  SlotSwaps(String kind, Supplier<SlotStatus> status, Runnable load) {
    this.kind = kind;
    this.status = status;
    this.load = load;
  }

  /** Waits until a part serves as it should, and for some of the load under it. */
  void awaitServed(String what, Predicate<SlotStatus> asWanted) {
    Await.until(
        kind + " is served by " + what,
        status,
        () -> {
          SlotStatus now = status.get();
          return now.state() == SlotStatus.State.SERVING && asWanted.test(now);
        });
    load.run();
  }

  void awaitServed(String name) {
    awaitServed(name, now -> name.equals(now.active()));
  }

  List<String> names() {
    return status.get().candidates().stream().map(CandidateStatus::name).toList();
  }

  private Optional<CandidateStatus> active() {
    return status.get().candidates().stream().filter(CandidateStatus::active).findFirst();
  }

  String activeKey() {
    return active().map(CandidateStatus::key).orElse("");
  }

  /** The bundle whose part serves: its id is what the candidate's key begins with. */
  private Bundle serving() {
    awaitServed("a part that is there", _ -> active().isPresent());
    return Container.context().getBundle(Long.parseLong(activeKey().replaceFirst("/.*", "")));
  }

  private void awaitAnotherThan(String key) {
    awaitServed("another than " + key, _ -> !key.equals(activeKey()));
  }

  /** Its ranking is the highest, or it is pinned, so that it serves again. */
  private void awaitServed(Bundle bundle) {
    String prefix = bundle.getBundleId() + "/" + bundle.getLastModified() + "/";
    awaitServed("this " + bundle, _ -> activeKey().startsWith(prefix));
  }

  /** A bundle with a part of the highest ranking comes and goes. */
  void byRanking(String name, BundleJar part) throws Exception {
    Bundle high = Container.installAndStart(part);
    awaitServed(name);
    high.uninstall();
    awaitServed("another than " + name, now -> !name.equals(now.active()));
  }

  /** The same by the folder that is watched. */
  void byDeployFolder(String name, BundleJar part) throws Exception {
    Path jar = Path.of(System.getProperty(ExamOptions.DEPLOY), name + ".jar");
    Files.write(jar, part.bytes());
    awaitServed(name);
    Files.delete(jar);
    awaitServed("another than " + name, now -> !name.equals(now.active()));
  }

  void byStopAndStart() throws Exception {
    Bundle bundle = serving();
    String key = activeKey();
    bundle.stop();
    awaitAnotherThan(key);
    bundle.start();
    awaitServed(bundle);
  }

  void byUpdate() throws Exception {
    Bundle bundle = serving();
    Container.updateFromDistribution(bundle);
    awaitServed(bundle);
  }

  void byRefresh() throws Exception {
    Bundle bundle = serving();
    Container.refresh(bundle);
    awaitServed(bundle);
  }

  void byUninstallAndInstall() throws Exception {
    Bundle bundle = serving();
    String name = bundle.getSymbolicName();
    String key = activeKey();
    String location = bundle.getLocation();
    bundle.uninstall();
    awaitAnotherThan(key);
    awaitServed(Container.installAgain(name, location));
  }
}
