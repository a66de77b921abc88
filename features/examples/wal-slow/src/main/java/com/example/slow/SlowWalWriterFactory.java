package com.example.slow;

import io.togglebolt.wal.spi.WalWriter;
import io.togglebolt.wal.spi.WalWriterFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Makes the writers: a service in OSGi; in plain Java the service loader finds it.
 *
 * <p>In OSGi it needs {@code togglebolt.name}, by which it is found, and a {@code service.ranking}
 * below that of the others, so that it serves only where somebody chose it. It has no modified
 * method on purpose: a changed configuration withdraws this service and registers it anew, and logs
 * are handed over to a writer of the new settings.
 */
@Component(
    configurationPid = SlowWalWriterFactory.PID,
    property = {
      "togglebolt.name=" + SlowWalWriterFactory.NAME,
      "service.ranking:Integer=" + SlowWalWriterFactory.RANKING
    })
public final class SlowWalWriterFactory implements WalWriterFactory {
  static final String NAME = "slow";
  static final int RANKING = -100;
  static final String PID = "com.example.slow";

  private static final int MINUTE_MILLIS = 60_000;

  private final Delays delays;
  private final LongConsumer pause;

  /** The configuration, a file {@code etc/com.example.slow.cfg}. */
  public @interface Config {
    /** Property {@code delay-millis}: how much longer than it needs each sync takes. */
    int delay$_$millis() default 20;

    /** Property {@code hiccup-every}: which sync takes very long, as the 100th; 0 for none. */
    int hiccup$_$every() default 100;

    /** Property {@code hiccup-millis}: how much longer that one takes. */
    int hiccup$_$millis() default 1_500;
  }

  /** How slow it is. */
  record Delays(int delayMillis, int hiccupEvery, int hiccupMillis) {
    Delays {
      require("delay-millis", delayMillis, MINUTE_MILLIS);
      require("hiccup-every", hiccupEvery, Integer.MAX_VALUE);
      require("hiccup-millis", hiccupMillis, MINUTE_MILLIS);
    }

    /** Where this throws, the component does not come up, and the log says why. */
    private static void require(String property, int found, int most) {
      if (found < 0 || found > most) {
        throw new IllegalArgumentException(
            property + " of " + PID + " is " + found + "; expected a number from 0 to " + most);
      }
    }
  }

  /** 20 ms for each sync, 1.5 s for each hundredth. */
  public SlowWalWriterFactory() {
    this(new Delays(20, 100, 1_500), SlowWalWriterFactory::pause);
  }

  /** As configured. */
  @Activate
  public SlowWalWriterFactory(Config config) {
    this(
        new Delays(config.delay$_$millis(), config.hiccup$_$every(), config.hiccup$_$millis()),
        SlowWalWriterFactory::pause);
  }

  /** With another way to wait. */
  SlowWalWriterFactory(Delays delays, LongConsumer pause) {
    this.delays = delays;
    this.pause = pause;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int ranking() {
    return RANKING;
  }

  @Override
  public WalWriter create() {
    return new SlowWalWriter(delays, pause);
  }

  /** Waits as a disk makes one wait: an interrupt is kept for later. */
  private static void pause(long millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    boolean interrupted = false;
    for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
