package io.togglebolt.itests.container;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import io.togglebolt.wal.Wal;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

/** Whatever leaves of what writes a log leaves nothing behind, and the log goes on when it can. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class LogLifeIT {
  private static final Map<String, String> OPTIONS = Map.of("segment-bytes", "65536");
  private static final int SOME = 100;

  @Configuration
  public Option[] distribution() {
    return new Option[] {ExamOptions.distribution(LogLifeIT.class)};
  }

  @Test
  public void aWriterThatIsUninstalledUnderLoadIsKeptByNobody() throws Exception {
    ConfiguredLog log = ConfiguredLog.open("kept", OPTIONS);
    log.awaitWriter("segmented");
    LogAppenders appenders = new LogAppenders(log.wal());
    appenders.awaitAppends(SOME);
    try (Bystanders others = Bystanders.of(Container.SEGMENTED)) {
      String location = Container.bundle(Container.SEGMENTED).getLocation();
      WeakReference<ClassLoader> loader = uninstalled(Container.SEGMENTED);
      try {
        log.awaitWriter("dsync");
        appenders.awaitAppends(SOME);
        Await.collected(loader);
      } finally {
        Container.installAgain(Container.SEGMENTED, location);
      }
      log.awaitWriter("segmented");
      appenders.awaitAppends(SOME);
      others.requireUntouched();
    }
    appenders.close();
    log.close();
    LogAppenders.requireAll(log.directory(), appenders.acknowledged());
  }

  @Test
  public void theLogsOwnBundleClosesItAndIsKeptByNobody() throws Exception {
    ConfiguredLog log = ConfiguredLog.open("left", OPTIONS);
    assertFalse("open files", OpenFiles.below(log.directory()).isEmpty());
    String location = Container.bundle(Container.LOG).getLocation();
    long before = appendUntilItLeaves(log);
    WeakReference<ClassLoader> loader = uninstalled(Container.LOG);
    try {
      Await.until("its threads end", LogLifeIT::threads, () -> threads().isEmpty());
      Await.collected(loader);
    } finally {
      Container.installAgain(Container.LOG, location);
    }
    long after = appendMore(log, before);
    log.close();
    LogAppenders.requireAll(log.directory(), after);
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("togglebolt-wal"))
        .toList();
  }

  /**
   * Stops the log's bundle under load; in a frame of its own, so that no variable keeps the log.
   */
  private static long appendUntilItLeaves(ConfiguredLog log) throws Exception {
    LogAppenders appenders = new LogAppenders(log.wal());
    appenders.awaitAppends(SOME);
    Container.bundle(Container.LOG).stop();
    assertFalse("a service", Container.isRegistered(Wal.class, ConfiguredLog.filter(log.name())));
    assertEquals("a slot", Optional.empty(), ConfiguredLog.findSlot(log.name()));
    assertEquals("open files", List.of(), OpenFiles.below(log.directory()));
    appenders.awaitRefusal();
    return appenders.acknowledged();
  }

  /** The configuration is still there, so that the log was opened again. */
  private static long appendMore(ConfiguredLog log, long before) throws Exception {
    Wal again = log.wal();
    assertEquals(before, again.status().lastIndex());
    LogAppenders appenders = new LogAppenders(again);
    appenders.awaitAppends(SOME);
    appenders.close();
    return appenders.acknowledged();
  }

  /** In a frame of its own, so that no variable keeps the bundle. */
  private static WeakReference<ClassLoader> uninstalled(String symbolicName) throws Exception {
    Bundle bundle = Container.bundle(symbolicName);
    ClassLoader loader = bundle.adapt(BundleWiring.class).getClassLoader();
    bundle.uninstall();
    Container.refresh(bundle);
    return new WeakReference<>(loader);
  }
}
