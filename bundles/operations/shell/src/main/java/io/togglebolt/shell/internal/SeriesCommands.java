package io.togglebolt.shell.internal;

import io.togglebolt.metrics.MetricFamily;
import io.togglebolt.metrics.MetricFamily.Label;
import io.togglebolt.metrics.MetricFamily.Sample;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What was counted and measured. */
@Component(service = SeriesCommands.class)
@GogoCommand(
    scope = ExporterCommands.SCOPE,
    function = {"show"})
public final class SeriesCommands {
  static final Map<String, Usage> USAGES = Usage.of(ExporterCommands.SCOPE, SeriesCommands.class);

  private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final int MOST_LABELS_LISTED = 8;

  private static final String ONE_SHOT =
      "this is what this one command counted; what a container counted is shown by metrics:show in"
          + " its shell, and at /metrics where it listens";
  private static final String FEWER_LINES = "a PATTERN shows fewer, as in metrics:show commit";
  private static final String RECENT =
      "mean, p50, p90 and p99 are those of the time since the look before";

  private final MetricsServices services;

  /** Over the registry there is. */
  @Activate
  public SeriesCommands(@Reference MetricsServices services) {
    this.services = services;
  }

  /** Shows series. */
  @Descriptor(
      "shows what is counted and measured: all of it, or the metrics whose names hold PATTERN, with"
          + " * and ? for any characters, and the series whose labels fit PATTERNs as"
          + " database=main; --raw shows numbers with all their digits; --watch shows it again each"
          + " second (--every 5s: so often) until Ctrl-C, or N times, with the growth of counters"
          + " and histograms in a second")
  public @Nullable Object show(
      CommandSession session,
      @Descriptor("[--watch] [--every DURATION] [--frames N] [--raw] [PATTERN...]")
          @Nullable String... typed) {
    Arguments arguments = Arguments.of(USAGES.get("show"), typed);
    boolean watched = Watch.isWanted(arguments);
    Screen screen = Screen.of(session);
    SeriesFilter filter = SeriesFilter.of(arguments.all());
    boolean raw = arguments.has("--raw");
    int columns = screen.movable() ? screen.columns() : 0;
    return Errors.asOneLine(
        () -> {
          require(filter, arguments.all());
          if (!watched) {
            String note = OneShot.isThis() ? ONE_SHOT : "";
            return new ShownMetrics(look(filter), raw, false, columns, note);
          }
          Looks looks = new Looks(filter, raw, columns);
          return Watch.of(arguments, screen, FEWER_LINES)
              .show(session, looks::now, ShownMetrics::text);
        });
  }

  /** One look after the other, each of which knows what the one before saw. */
  private final class Looks {
    private final SeriesFilter filter;
    private final boolean raw;
    private final int columns;
    private Map<MetricSeries.Key, Sample> before = Map.of();
    private long beforeNanos;

    Looks(SeriesFilter filter, boolean raw, int columns) {
      this.filter = filter;
      this.raw = raw;
      this.columns = columns;
    }

    ShownMetrics now() {
      long nanos = System.nanoTime();
      double seconds = (nanos - beforeNanos) / NANOS_PER_SECOND;
      List<MetricSeries> found = look(filter);
      List<MetricSeries> shown =
          found.stream()
              .map(
                  each -> {
                    Sample earlier = before.get(each.key());
                    return earlier == null ? each : each.since(earlier, seconds);
                  })
              .toList();
      boolean recent =
          !before.isEmpty()
              && found.stream().anyMatch(each -> each.type() == MetricFamily.Type.HISTOGRAM);
      before = new HashMap<>();
      found.forEach(each -> before.put(each.key(), each.sample()));
      beforeNanos = nanos;
      return new ShownMetrics(shown, raw, true, columns, recent ? RECENT : "");
    }
  }

  private List<MetricSeries> look(SeriesFilter filter) {
    return services.reader().read(filter::wantsName).stream()
        .flatMap(
            family ->
                family.samples().stream()
                    .filter(sample -> filter.wantsLabels(sample.labels()))
                    .map(sample -> MetricSeries.of(family, sample))
                    .sorted(MetricSeries.BY_LABELS))
        .toList();
  }

  /** Says which pattern fits nothing, and what there is. */
  private void require(SeriesFilter filter, List<String> typed) {
    if (typed.isEmpty()) {
      return;
    }
    List<MetricFamily> all = services.reader().read();
    for (String pattern : typed.stream().filter(each -> !each.contains("=")).toList()) {
      SeriesFilter one = SeriesFilter.of(List.of(pattern));
      if (all.stream().noneMatch(family -> one.wantsName(family.name()))) {
        throw unknown(pattern, all.stream().map(MetricFamily::name).toList());
      }
    }
    if (look(filter).isEmpty()) {
      throw new CommandException(
          "no series has the labels "
              + typed.stream().filter(each -> each.contains("=")).collect(Collectors.joining(" "))
              + "; there are "
              + labels(all.stream().filter(family -> filter.wantsName(family.name())).toList()));
    }
  }

  private static CommandException unknown(String pattern, List<String> names) {
    List<String> near = Nearest.to(pattern, names);
    return new CommandException(
        "no metric's name fits '"
            + pattern
            + "'"
            + (near.isEmpty()
                ? "; metrics:show lists all " + names.size()
                : "; near to it: " + String.join(", ", near))
            + (OneShot.isThis() ? "; " + ONE_SHOT : ""));
  }

  private static String labels(List<MetricFamily> families) {
    List<String> found =
        families.stream()
            .flatMap(family -> family.samples().stream())
            .flatMap(sample -> sample.labels().stream())
            .map((Label label) -> MetricSeries.shown(label))
            .distinct()
            .toList();
    if (found.isEmpty()) {
      return "none";
    }
    return found.stream().limit(MOST_LABELS_LISTED).collect(Collectors.joining(", "))
        + (found.size() > MOST_LABELS_LISTED
            ? " and " + (found.size() - MOST_LABELS_LISTED) + " more"
            : "");
  }
}
