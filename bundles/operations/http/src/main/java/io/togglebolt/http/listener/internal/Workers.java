package io.togglebolt.http.listener.internal;

import com.sun.net.httpserver.HttpHandler;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The threads on which handlers run. They are threads of the operating system, made when they are
 * needed: a handler that computes for ever takes its share of a processor, and not one of the few
 * carriers on which all virtual threads of the process depend.
 */
final class Workers implements AutoCloseable {
  private static final long IDLE_SECONDS = 5;

  private final Places places = new Places();
  private final Complaints complaints;
  private final long patienceMillis;
  private final ThreadPoolExecutor threads;

  /**
   * Has no thread yet.
   *
   * @param patienceMillis how long a handler may take before it is complained of
   */
  Workers(Complaints complaints, long patienceMillis) {
    this.complaints = complaints;
    this.patienceMillis = patienceMillis;
    // The queue holds nobody for long: whoever is in it has a place, so a thread is about to be
    // free.
    threads =
        new ThreadPoolExecutor(
            Requests.AT_ONCE_MAX,
            Requests.AT_ONCE_MAX,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform()
                .daemon()
                .name("togglebolt-http-handler-", 1)
                .inheritInheritableThreadLocals(false)
                .factory());
    threads.allowCoreThreadTimeOut(true);
  }

  /** How a handler's turn ended. */
  sealed interface End {
    /** It returned. */
    record Returned() implements End {}

    /** It threw. */
    record Threw(Throwable what) implements End {}

    /** It was not asked, for there is no room. */
    record NoRoom() implements End {}
  }

  /** One handler with one request. The place is given back as soon as the handler is done. */
  private final class Turn implements Runnable {
    private final CountDownLatch over = new CountDownLatch(1);
    private final HttpHandler handler;
    private final Held exchange;
    private final String path;
    private @Nullable Throwable thrown;

    Turn(HttpHandler handler, Held exchange, String path) {
      this.handler = handler;
      this.exchange = exchange;
      this.path = path;
    }

    @Override
    public void run() {
      try {
        handler.handle(exchange);
      } catch (Throwable any) {
        thrown = any;
      } finally {
        places.leave(path);
        over.countDown();
      }
    }

    End await() throws InterruptedException {
      if (!over.await(patienceMillis, TimeUnit.MILLISECONDS)) {
        complaints.hangs(path, handler.getClass().getName(), patienceMillis);
        over.await();
      }
      Throwable what = thrown;
      return what == null ? new End.Returned() : new End.Threw(what);
    }
  }

  /** Has the handler answer on one of these threads and waits until it is done. */
  End run(HttpHandler handler, Held exchange, String path) throws InterruptedException {
    if (!places.enter(path)) {
      return new End.NoRoom();
    }
    Turn turn = new Turn(handler, exchange, path);
    try {
      threads.execute(turn);
    } catch (RejectedExecutionException | OutOfMemoryError noThread) {
      // Closing, or the system gives no more threads.
      places.leave(path);
      return new End.NoRoom();
    }
    return turn.await();
  }

  /** Interrupts the handlers that still answer. Does not wait. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
