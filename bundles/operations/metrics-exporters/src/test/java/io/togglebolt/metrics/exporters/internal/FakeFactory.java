package io.togglebolt.metrics.exporters.internal;

import io.togglebolt.http.HttpListener;
import io.togglebolt.metrics.spi.ExporterSite;
import io.togglebolt.metrics.spi.MetricsExporter;
import io.togglebolt.metrics.spi.MetricsExporterFactory;
import io.togglebolt.slot.Candidate;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Makes exporters that write down what happens to them and misbehave on demand. */
final class FakeFactory implements MetricsExporterFactory {
  final Candidate<MetricsExporterFactory> candidate;
  final String label;
  private final String name;
  private final List<String> events;

  volatile @Nullable Throwable startFailure;
  volatile @Nullable RuntimeException stopFailure;
  volatile @Nullable Exception createFailure;
  volatile @Nullable CountDownLatch createWaitsFor;
  volatile @Nullable CountDownLatch startWaitsFor;
  volatile @Nullable CountDownLatch stopWaitsFor;
  volatile @Nullable CountDownLatch whereWaitsFor;
  volatile @Nullable Throwable whereFailure;
  volatile @Nullable String path;
  volatile @Nullable ExporterSite lastSite;
  volatile int ticks;
  final List<Thread> whereThreads = new CopyOnWriteArrayList<>();

  FakeFactory(String name, String revision, int ranking, List<String> events) {
    this.name = name;
    this.events = events;
    label = name + "/" + revision;
    candidate = new Candidate<>(name, ranking, label.hashCode(), label, this, () -> {});
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public MetricsExporter create(ExporterSite site) throws Exception {
    CountDownLatch latch = createWaitsFor;
    if (latch != null) {
      latch.await();
    }
    Exception failure = createFailure;
    if (failure != null) {
      throw failure;
    }
    lastSite = site;
    return new Fake(site);
  }

  /** Whatever anybody does: an exporter that hangs does not listen to interrupts. */
  static void await(CountDownLatch latch) {
    boolean waiting = true;
    while (waiting) {
      try {
        latch.await();
        waiting = false;
      } catch (InterruptedException ignored) {
        waiting = true;
      }
    }
  }

  private final class Fake implements MetricsExporter {
    private final ExporterSite site;
    private HttpListener.@Nullable Publication publication;
    private boolean used;

    Fake(ExporterSite site) {
      this.site = site;
    }

    @Override
    public void start() throws Exception {
      if (used) {
        throw new IllegalStateException("started twice");
      }
      used = true;
      CountDownLatch latch = startWaitsFor;
      if (latch != null) {
        events.add("hangs " + label);
        await(latch);
      }
      Throwable failure = startFailure;
      if (failure instanceof Error error) {
        throw error;
      }
      if (failure instanceof Exception exception) {
        throw exception;
      }
      String shown = path;
      if (shown != null) {
        publication = site.http().publish(shown, exchange -> {});
        site.scheduler().schedule(this::tick, 1_000);
      }
      events.add("start " + label);
    }

    private void tick() {
      ticks++;
      site.scheduler().schedule(this::tick, 1_000);
    }

    @Override
    public void stop() {
      events.add("stop " + label);
      CountDownLatch latch = stopWaitsFor;
      if (latch != null) {
        await(latch);
      }
      RuntimeException failure = stopFailure;
      if (failure != null) {
        throw failure;
      }
      HttpListener.Publication shown = publication;
      if (shown != null) {
        shown.close();
      }
    }

    @Override
    public String where() {
      whereThreads.add(Thread.currentThread());
      CountDownLatch latch = whereWaitsFor;
      if (latch != null) {
        await(latch);
      }
      Throwable failure = whereFailure;
      if (failure instanceof Error error) {
        throw error;
      }
      if (failure instanceof RuntimeException exception) {
        throw exception;
      }
      return "at " + label;
    }
  }
}
