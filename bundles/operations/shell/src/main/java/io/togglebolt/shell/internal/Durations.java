package io.togglebolt.shell.internal;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 500ms}, {@code 30s}, {@code 5m}, {@code 1h}. */
final class Durations {
  /** Ten thousand hours: more is a slip of the keyboard. */
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|min|h)");

  private static final Duration MOST = Duration.ofHours(10_000);

  private Durations() {}

  /**
   * An option's value in nanoseconds, or a default.
   *
   * @throws CommandException when it is no duration, or out of range
   */
  static long nanos(Arguments arguments, String option, Duration least, Duration otherwise) {
    Optional<String> value = arguments.option(option);
    if (value.isEmpty()) {
      return otherwise.toNanos();
    }
    return parse(value.get())
        .filter(found -> found.compareTo(least) >= 0 && found.compareTo(MOST) <= 0)
        .orElseThrow(
            () ->
                arguments.wrong(
                    option
                        + " is '"
                        + value.get()
                        + "', expected a duration from "
                        + Units.nanos(least.toNanos())
                        + " on, as 500ms, 30s, 5m or 1h"))
        .toNanos();
  }

  static Optional<Duration> parse(String text) {
    Matcher duration = DURATION.matcher(text);
    if (!duration.matches()) {
      return Optional.empty();
    }
    long number = Long.parseLong(duration.group(1));
    TimeUnit unit =
        switch (duration.group(2)) {
          case "ms" -> TimeUnit.MILLISECONDS;
          case "s" -> TimeUnit.SECONDS;
          case "h" -> TimeUnit.HOURS;
          default -> TimeUnit.MINUTES;
        };
    return Optional.of(Duration.of(number, unit.toChronoUnit()));
  }
}
