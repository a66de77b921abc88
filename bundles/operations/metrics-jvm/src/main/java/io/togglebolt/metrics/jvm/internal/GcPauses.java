package io.togglebolt.metrics.jvm.internal;

import com.sun.management.GarbageCollectionNotificationInfo;
import io.togglebolt.metrics.Buckets;
import io.togglebolt.metrics.Metrics;
import java.lang.System.Logger.Level;
import java.lang.management.GarbageCollectorMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/**
 * How long collectors stop the application, from the notifications of their beans.
 *
 * <p>ZGC and Shenandoah tell of their concurrent cycles and of the pauses in them by different
 * beans; the cycles stop nobody and are left out. All other beans tell of pauses only, G1's
 * "Concurrent GC" too, which is about the remark and cleanup pauses. The JVM gives whole
 * milliseconds.
 */
final class GcPauses implements AutoCloseable {
  static final String NAME = "jvm_gc_pause_seconds";
  private static final String CYCLES = " Cycles";
  private static final double[] BOUNDS = Buckets.exponential(0.001, 2, 14);

  /** Its own object for each bean: removal is by listener. */
  private record Listening(NotificationEmitter bean, NotificationListener listener) {}

  private final List<Listening> listening;

  private GcPauses(List<Listening> listening) {
    this.listening = listening;
  }

  /** Listens to those of the beans that tell of pauses. */
  static GcPauses listen(Metrics metrics, List<GarbageCollectorMXBean> collectors) {
    List<Listening> wanted = new ArrayList<>();
    for (GarbageCollectorMXBean collector : collectors) {
      if (collector instanceof NotificationEmitter emitter
          && !collector.getName().endsWith(CYCLES)) {
        Metrics.Histogram histogram =
            metrics.histogram(
                NAME,
                "How long garbage collections stopped the application.",
                BOUNDS,
                "gc",
                collector.getName());
        wanted.add(new Listening(emitter, (event, handback) -> take(event, histogram)));
      }
    }
    // Only now, when the registry can refuse nothing any more: no listener is left behind.
    wanted.forEach(each -> each.bean().addNotificationListener(each.listener(), null, null));
    return new GcPauses(wanted);
  }

  private static void take(Notification notification, Metrics.Histogram histogram) {
    if (notification
            .getType()
            .equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)
        && notification.getUserData() instanceof CompositeData data) {
      long millis = GarbageCollectionNotificationInfo.from(data).getGcInfo().getDuration();
      histogram.observeNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }
  }

  @Override
  public synchronized void close() {
    for (Listening each : listening) {
      try {
        each.bean().removeNotificationListener(each.listener());
      } catch (ListenerNotFoundException alreadyGone) {
        System.getLogger("io.togglebolt.metrics.jvm")
            .log(Level.DEBUG, "a listener for pauses was gone already", alreadyGone);
      }
    }
    listening.clear();
  }
}
