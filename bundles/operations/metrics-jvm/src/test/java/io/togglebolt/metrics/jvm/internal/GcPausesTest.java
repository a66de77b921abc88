package io.togglebolt.metrics.jvm.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.metrics.Distribution;
import io.togglebolt.metrics.MetricsRegistry;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.management.ListenerNotFoundException;
import javax.management.MBeanNotificationInfo;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationFilter;
import javax.management.NotificationListener;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class GcPausesTest {
  private final MetricsRegistry registry =
      ServiceLoader.load(MetricsRegistry.class).findFirst().orElseThrow();

  /** The beans of JDK 25's collectors, all in one JVM as there never are. */
  @Test
  void listensToTheBeansThatTellOfPausesAndToNoneOfConcurrentCycles() {
    List<Collector> collectors =
        List.of(
            new Collector("G1 Young Generation"),
            new Collector("G1 Concurrent GC"),
            new Collector("G1 Old Generation"),
            new Collector("ZGC Minor Cycles"),
            new Collector("ZGC Minor Pauses"),
            new Collector("ZGC Major Cycles"),
            new Collector("ZGC Major Pauses"),
            new Collector("Shenandoah Cycles"),
            new Collector("Shenandoah Pauses"),
            new Collector("PS Scavenge"),
            new Collector("PS MarkSweep"),
            new Collector("Copy"),
            new Collector("MarkSweepCompact"));
    GcPauses pauses = GcPauses.listen(registry, List.copyOf(collectors));
    Set<String> listenedTo = new TreeSet<>();
    collectors.stream()
        .filter(collector -> !collector.listeners.isEmpty())
        .forEach(collector -> listenedTo.add(collector.name));
    Set<String> expected =
        new TreeSet<>(collectors.stream().map(collector -> collector.name).toList());
    expected.removeAll(Set.of("ZGC Minor Cycles", "ZGC Major Cycles", "Shenandoah Cycles"));
    assertEquals(expected, listenedTo);
    pauses.close();
    pauses.close();
    collectors.forEach(collector -> assertEquals(List.of(), collector.listeners));
  }

  @Test
  void closesThoughABeanHasForgottenItsListener() {
    Collector forgetful = new Collector("Copy");
    Collector other = new Collector("MarkSweepCompact");
    GcPauses pauses = GcPauses.listen(registry, List.of(forgetful, other));
    forgetful.listeners.clear();
    pauses.close();
    assertEquals(List.of(), other.listeners);
  }

  @Test
  void takesNothingFromNotificationsOfOtherKinds() {
    Collector collector = new Collector("Copy");
    GcPauses.listen(registry, List.of(collector));
    collector
        .listeners
        .getFirst()
        .handleNotification(new Notification("something.else", collector, 1), null);
    assertEquals(0, observed());
  }

  @Test
  void countsAPauseOfThisJvm() throws Exception {
    List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
    CountDownLatch told = new CountDownLatch(1);
    NotificationListener last = (notification, handback) -> told.countDown();
    GcPauses pauses = GcPauses.listen(registry, collectors);
    // Listeners of a bean are told in the order in which they came: ours was before this one.
    for (GarbageCollectorMXBean collector : collectors) {
      if (!collector.getName().endsWith(" Cycles")) {
        ((NotificationEmitter) collector).addNotificationListener(last, null, null);
      }
    }
    try {
      System.gc();
      assertTrue(told.await(30, TimeUnit.SECONDS), "no pause was told of");
      assertTrue(observed() >= 1);
    } finally {
      pauses.close();
      for (GarbageCollectorMXBean collector : collectors) {
        if (!collector.getName().endsWith(" Cycles")) {
          ((NotificationEmitter) collector).removeNotificationListener(last);
        }
      }
    }
  }

  private long observed() {
    return registry.read(GcPauses.NAME::equals).stream()
        .flatMap(family -> family.samples().stream())
        .mapToLong(sample -> ((Distribution) sample).count())
        .sum();
  }

  /** A bean that tells nobody of its own accord. */
  private static final class Collector implements GarbageCollectorMXBean, NotificationEmitter {
    private final String name;
    private final List<NotificationListener> listeners = new ArrayList<>();

    Collector(String name) {
      this.name = name;
    }

    @Override
    public void addNotificationListener(
        NotificationListener listener,
        @Nullable NotificationFilter filter,
        @Nullable Object handback) {
      listeners.add(listener);
    }

    @Override
    public void removeNotificationListener(NotificationListener listener)
        throws ListenerNotFoundException {
      if (!listeners.remove(listener)) {
        throw new ListenerNotFoundException("not a listener of " + name);
      }
    }

    @Override
    public void removeNotificationListener(
        NotificationListener listener,
        @Nullable NotificationFilter filter,
        @Nullable Object handback)
        throws ListenerNotFoundException {
      removeNotificationListener(listener);
    }

    @Override
    public MBeanNotificationInfo[] getNotificationInfo() {
      return new MBeanNotificationInfo[0];
    }

    @Override
    public String getName() {
      return name;
    }

    @Override
    public long getCollectionCount() {
      return 0;
    }

    @Override
    public long getCollectionTime() {
      return 0;
    }

    @Override
    public boolean isValid() {
      return true;
    }

    @Override
    public String[] getMemoryPoolNames() {
      return new String[0];
    }

    @Override
    public ObjectName getObjectName() {
      throw new UnsupportedOperationException("this bean is in no server");
    }
  }
}
