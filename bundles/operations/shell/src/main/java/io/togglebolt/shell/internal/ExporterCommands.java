package io.togglebolt.shell.internal;

import io.togglebolt.metrics.ExporterStatus;
import io.togglebolt.metrics.ExporterStatus.State;
import io.togglebolt.metrics.MetricsExporters;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Who shows the metrics. */
@Component(service = ExporterCommands.class)
@GogoCommand(
    scope = ExporterCommands.SCOPE,
    function = {"list", "use"})
public final class ExporterCommands {
  static final String SCOPE = "metrics";
  static final Map<String, Usage> USAGES = Usage.of(SCOPE, ExporterCommands.class);
  private static final long TIMEOUT_MILLIS = 30_000;
  private static final long SETTLING_MILLIS = 5_000;
  private static final Pattern BETWEEN_NAMES = Pattern.compile("[,\\s]+");

  private final MetricsServices services;

  /** Over the exporters there are. */
  @Activate
  public ExporterCommands(@Reference MetricsServices services) {
    this.services = services;
  }

  /** Lists exporters. */
  @Descriptor(
      "lists those that show the metrics, and those that could: several serve at once, one of each"
          + " name; on a pipe it waits for those that are being started, for 5 s at most")
  public Object list(CommandSession session, @Descriptor("") @Nullable String... typed) {
    Arguments.of(USAGES.get("list"), typed);
    // Who reads it later cannot look again.
    long timeoutMillis = Screen.of(session).movable() ? 0 : SETTLING_MILLIS;
    return Errors.asOneLine(
        () -> {
          MetricsExporters exporters = services.exporters();
          List<ExporterStatus> seen =
              ExporterStates.settled(exporters, timeoutMillis).stream()
                  .map(status -> ExporterStates.seen(status, services.findListener()))
                  .toList();
          return Listing.of(Views.EXPORTERS, seen).withNote(choice(exporters.chosen()));
        });
  }

  private static String choice(Optional<List<String>> chosen) {
    return chosen.isEmpty()
        ? "none is chosen by name, so each serves whose ranking is not below 0"
        : "chosen by name: "
            + listed(chosen.get())
            + "; metrics:use --default chooses each whose ranking is not below 0";
  }

  /** Chooses exporters. */
  @Descriptor(
      "chooses who shows the metrics, exactly those that are named: nothing that was counted is"
          + " lost; --none chooses nobody, --default each whose ranking is not below 0; lasts until"
          + " the container stops or etc/io.togglebolt.metrics.cfg changes, and exporters = NAME,"
          + " NAME in that file for good")
  public Object use(@Descriptor("[--default] [--none] [NAME...]") @Nullable String... typed) {
    Arguments arguments = Arguments.of(USAGES.get("use"), typed);
    boolean byRanking = arguments.has("--default");
    boolean nobody = arguments.has("--none");
    // As in the configuration, which is where a list may have been copied from.
    List<String> names =
        arguments.all().stream()
            .flatMap(BETWEEN_NAMES::splitAsStream)
            .filter(name -> !name.isEmpty())
            .toList();
    if ((byRanking ? 1 : 0) + (nobody ? 1 : 0) + (names.isEmpty() ? 0 : 1) != 1) {
      throw arguments.wrong("say either which exporters, or --default, or --none");
    }
    return Errors.asOneLine(
        () -> {
          MetricsExporters exporters = services.exporters();
          List<String> before = serving(exporters);
          if (byRanking) {
            exporters.useDefault(TIMEOUT_MILLIS);
          } else {
            exporters.use(names, TIMEOUT_MILLIS);
          }
          List<String> now = serving(exporters);
          return "metrics are shown by "
              + listed(now)
              + (now.equals(before) ? ", as before" : "; before, by " + listed(before));
        });
  }

  private static List<String> serving(MetricsExporters exporters) {
    return exporters.exporters().stream()
        .filter(exporter -> exporter.state() == State.SERVING)
        .map(ExporterStatus::name)
        .toList();
  }

  private static String listed(List<String> names) {
    return names.isEmpty() ? "nobody" : String.join(", ", names);
  }
}
