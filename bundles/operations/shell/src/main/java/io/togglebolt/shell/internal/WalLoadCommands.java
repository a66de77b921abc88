package io.togglebolt.shell.internal;

import io.togglebolt.wal.WalStatus;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Appenders of a log to look at where there are none. */
@Component(service = WalLoadCommands.class)
@GogoCommand(
    scope = WalCommands.SCOPE,
    function = {"load"})
public final class WalLoadCommands {
  static final Map<String, Usage> USAGES = Usage.of(WalCommands.SCOPE, WalLoadCommands.class);

  private static final Duration FOR = Duration.ofSeconds(10);
  private static final Duration LEAST_FOR = Duration.ofMillis(10);
  private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int SIZE_BYTES = 256;
  private static final int MOST_SIZE_BYTES = 1 << 24;
  private static final int APPENDERS = 16;
  private static final int MOST_APPENDERS = 10_000;

  private final OpenLogs logs;

  /** Over the logs there are. */
  @Activate
  public WalLoadCommands(@Reference OpenLogs logs) {
    this.logs = logs;
  }

  /** Appends for a while. */
  @Descriptor(
      "appends entries of random letters to a log that nobody else appends to, each durable before"
          + " its appender goes on, for 10s or until Ctrl-C, so that there is traffic to look at;"
          + " an & behind it puts it into the background; entries of 256 bytes and 16 appenders"
          + " unless it is said")
  public @Nullable Object load(
      CommandSession session,
      @Descriptor("[--for DURATION] [--size BYTES] [--appenders N] [LOG]")
          @Nullable String... typed) {
    Arguments arguments = Arguments.of(USAGES.get("load"), typed);
    long nanos = Durations.nanos(arguments, "--for", LEAST_FOR, FOR);
    int size = arguments.limited("--size", 0, MOST_SIZE_BYTES, SIZE_BYTES);
    int appenders = arguments.limited("--appenders", 1, MOST_APPENDERS, APPENDERS);
    return Live.besidePrompt(
        session,
        "interrupted: what was appended stays",
        () ->
            Errors.asOneLine(
                () -> run(session, logs.namedOrOnly(arguments.find(0)), appenders, size, nanos)));
  }

  private static WalLoadReport run(
      CommandSession session, NamedLog log, int appenders, int size, long nanos) {
    Screen screen = Screen.of(session);
    Picture picture = new Picture(screen);
    WalStatus before = log.wal().status();
    WalLoad load = new WalLoad(log.wal(), appenders, size);
    long begun = System.nanoTime();
    load.start();
    try {
      long left = nanos;
      while (left > 0 && !load.ended(Math.min(left, EVERY_NANOS))) {
        long lasted = System.nanoTime() - begun;
        left = nanos - lasted;
        if (screen.movable() && left > 0 && !Live.inBackground()) {
          Live.say(
              session,
              picture.frame(WalLoadReport.line(log.wal().status(), load.saves(), lasted, left)));
        }
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    } finally {
      load.stop();
    }
    long lasted = System.nanoTime() - begun;
    Live.clear(picture);
    load.requireSound();
    Latencies latencies = load.latencies();
    return new WalLoadReport(
        before,
        log.wal().status(),
        lasted,
        appenders,
        size,
        latencies.total(),
        latencies.quantileNanos(0.5),
        latencies.quantileNanos(0.99),
        latencies.longestNanos());
  }
}
