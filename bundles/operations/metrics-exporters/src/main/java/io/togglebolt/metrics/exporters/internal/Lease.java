package io.togglebolt.metrics.exporters.internal;

import com.sun.net.httpserver.HttpHandler;
import io.togglebolt.http.HttpListener;
import io.togglebolt.metrics.spi.ExporterSite;
import io.togglebolt.runtime.Scheduler;
import java.net.URI;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one exporter publishes and schedules. When it ends, all of that is taken back, whether the
 * exporter did so or not: one that throws in the middle of its end would otherwise stay reachable
 * through a path or a timer, and with it the classes of a bundle that has left.
 *
 * <p>Guarded by its own monitor, which is a leaf; no exporter's code runs under it.
 */
final class Lease {
  private final Scheduler scheduler;
  private final HttpListener http;
  private final Set<Runnable> takenBack = new LinkedHashSet<>();

  /** Those of them that are published. */
  private final Set<Runnable> published = new HashSet<>();

  private boolean ended;

  Lease(ExporterSite site) {
    this.scheduler = site.scheduler();
    this.http = site.http();
  }

  /** The site as the exporter may use it until the lease ends. */
  ExporterSite of(ExporterSite site) {
    return new ExporterSite(site.metrics(), new LeasedHttp(), site.clock(), new LeasedScheduler());
  }

  /** Takes back what is left; what comes after that is ignored. */
  void end() {
    Set<Runnable> left;
    synchronized (this) {
      ended = true;
      left = new LinkedHashSet<>(takenBack);
      takenBack.clear();
      published.clear();
    }
    left.forEach(Runnable::run);
  }

  /** Whether something is published. */
  synchronized boolean publishes() {
    return !published.isEmpty();
  }

  /** Keeps in mind how to take something back; false when that is to be done at once. */
  private synchronized boolean keep(Runnable takeBack) {
    return !ended && takenBack.add(takeBack);
  }

  private synchronized boolean keepPublished(Runnable takeBack) {
    return keep(takeBack) && published.add(takeBack);
  }

  private synchronized void forget(Runnable takeBack) {
    takenBack.remove(takeBack);
    published.remove(takeBack);
  }

  private final class LeasedHttp implements HttpListener {
    @Override
    public Publication publish(String path, HttpHandler handler) {
      Publication made = http.publish(path, handler);
      Runnable takeBack = made::close;
      if (!keepPublished(takeBack)) {
        made.close();
      }
      return () -> {
        forget(takeBack);
        made.close();
      };
    }

    @Override
    public Optional<URI> address() {
      return http.address();
    }

    @Override
    public Optional<String> trouble() {
      return http.trouble();
    }
  }

  private final class LeasedScheduler implements Scheduler {
    @Override
    public void execute(Runnable task) {
      Task made = new Task(task);
      if (keep(made.takeBack)) {
        scheduler.execute(made);
      }
    }

    @Override
    public Scheduled schedule(Runnable task, long delayMillis) {
      Task made = new Task(task);
      if (keep(made.takeBack)) {
        made.timer(scheduler.schedule(made, delayMillis));
      }
      return made;
    }

    @Override
    public void close() {
      end();
    }
  }

  /** Lets go of the work when it is called off, whoever holds the timer. */
  private final class Task implements Runnable, Scheduler.Scheduled {
    private final Runnable takeBack = this::callOff;
    private @Nullable Runnable work;
    private Scheduler.@Nullable Scheduled timer;

    Task(Runnable work) {
      this.work = work;
    }

    synchronized void timer(Scheduler.Scheduled scheduled) {
      if (work == null) {
        scheduled.cancel();
      } else {
        timer = scheduled;
      }
    }

    @Override
    public void run() {
      forget(takeBack);
      Runnable due = take();
      if (due != null) {
        due.run();
      }
    }

    private synchronized @Nullable Runnable take() {
      Runnable due = work;
      work = null;
      timer = null;
      return due;
    }

    @Override
    public void cancel() {
      forget(takeBack);
      callOff();
    }

    private void callOff() {
      Scheduler.Scheduled running;
      synchronized (this) {
        running = timer;
        work = null;
        timer = null;
      }
      if (running != null) {
        running.cancel();
      }
    }
  }
}
