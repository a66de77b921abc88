package io.togglebolt.shell.internal;

import io.togglebolt.slot.SlotControl;
import io.togglebolt.wal.InvalidWalException;
import io.togglebolt.wal.WalMetadata;
import io.togglebolt.wal.WalOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Open logs, and who writes them. */
@Component(service = WalCommands.class)
@GogoCommand(
    scope = WalCommands.SCOPE,
    function = {"open", "close", "logs", "list", "use", "status"})
public final class WalCommands {
  static final String SCOPE = "wal";
  static final Map<String, Usage> USAGES = Usage.of(SCOPE, WalCommands.class);
  private static final long TIMEOUT_MILLIS = 30_000;
  private static final int HEX = 16;

  /** Whose a new log is, unless it is said: etcd takes an id of 0 for a missing one. */
  private static final long DEFAULT_ID = 1;

  private final OpenLogs logs;
  private final OpenDatabases databases;

  /** Over the logs there are. */
  @Activate
  public WalCommands(@Reference OpenLogs logs, @Reference OpenDatabases databases) {
    this.logs = logs;
    this.databases = databases;
  }

  /** Opens a log and keeps it open. */
  @Descriptor(
      "opens a log at its last snapshot mark, to append to it, until it is closed or the shell"
          + " stops; --create makes a new one, of the node and cluster that are said")
  public Object open(
      CommandSession session,
      @Descriptor(
              "[--name NAME] [--create] [--node-id HEX] [--cluster-id HEX] [--writer WRITER]"
                  + " [--segment-bytes BYTES] [--buffer-bytes BYTES] [--vacancy-timeout MILLIS]"
                  + " DIR")
          @Nullable String... typed) {
    Arguments arguments = Arguments.of(USAGES.get("open"), typed);
    boolean create = arguments.has("--create");
    for (String option : new String[] {"--node-id", "--cluster-id"}) {
      if (!create && arguments.option(option).isPresent()) {
        throw arguments.wrong(option + " needs --create: a log that is there has its own");
      }
    }
    WalMetadata metadata =
        new WalMetadata(id(arguments, "--node-id"), id(arguments, "--cluster-id"));
    return Errors.asOneLine(
        () -> {
          Path directory = new Target(databases, session).path(arguments.at(0));
          String name =
              arguments.option("--name").orElseGet(() -> String.valueOf(directory.getFileName()));
          WalOptions options = options(arguments).withName(name);
          Details opened =
              WalViews.opened(
                  create
                      ? logs.create(name, directory, metadata, options)
                      : openThere(name, directory, options));
          return OneShot.isThis() ? opened.with("closed again", OneShot.LOG_CLOSES) : opened;
        });
  }

  private NamedLog openThere(String name, Path directory, WalOptions options) throws IOException {
    try {
      return logs.open(name, directory, options);
    } catch (InvalidWalException refused) {
      if (LogFolder.hasSegments(directory)) {
        throw refused;
      }
      throw new CommandException(
          refused.getMessage() + "; with --create, wal:open makes a new one", refused);
    }
  }

  private static long id(Arguments arguments, String option) {
    Optional<String> value = arguments.option(option);
    try {
      return value.isEmpty() ? DEFAULT_ID : Long.parseUnsignedLong(value.get(), HEX);
    } catch (NumberFormatException malformed) {
      throw new CommandException(
          arguments
              .wrong(
                  option
                      + " is '"
                      + value.get()
                      + "', expected 1 to 16 hexadecimal digits, as etcd shows an id")
              .toString(),
          malformed);
    }
  }

  private static WalOptions options(Arguments arguments) {
    WalOptions options = WalOptions.defaults();
    return options
        .withBufferBytes(
            arguments.limited(
                "--buffer-bytes",
                WalOptions.MIN_BUFFER_BYTES,
                WalOptions.MAX_BUFFER_BYTES,
                options.bufferBytes()))
        .withWriter(arguments.option("--writer").orElse(null))
        .withSegmentBytes(
            arguments.number(
                "--segment-bytes", WalOptions.MIN_SEGMENT_BYTES, options.segmentBytes()))
        .withVacancyTimeoutMillis(
            arguments.number("--vacancy-timeout", 0, options.vacancyTimeoutMillis()));
  }

  /** Closes a log that was opened with {@code open}. */
  @Descriptor("closes a log that was opened with wal:open; what was appended is durable then")
  public Object close(@Descriptor("LOG") @Nullable String... typed) {
    String name = Arguments.of(USAGES.get("close"), typed).at(0);
    return Errors.asOneLine(
        () -> {
          logs.close(name);
          return "closed " + name;
        });
  }

  /** Lists the open logs. */
  @Descriptor("lists the open logs, configured and opened")
  public Object logs(@Descriptor("") @Nullable String... typed) {
    Arguments.of(USAGES.get("logs"), typed);
    return Errors.asOneLine(
        () ->
            Listing.of(
                OneShot.isThis() ? WalViews.LOGS_OF_ONE_COMMAND : WalViews.LOGS, logs.all()));
  }

  /** Lists candidates. */
  @Descriptor("lists the writers that could serve in a log, best first")
  public Object list(@Descriptor("[LOG]") @Nullable String... typed) {
    Arguments arguments = Arguments.of(USAGES.get("list"), typed);
    return Errors.asOneLine(
        () -> Views.candidates(logs.slot(logs.namedOrOnly(arguments.find(0))).status()));
  }

  /** Pins a writer. */
  @Descriptor(
      "puts a writer into service while the log goes on, and pins it until the log is closed; what"
          + " lasts is writer = NAME in the log's configuration etc/io.togglebolt.log-LOG.cfg; a"
          + " writer that was set aside has another chance")
  public Object use(@Descriptor("NAME [LOG]") @Nullable String... typed) {
    Arguments arguments = Arguments.of(USAGES.get("use"), typed);
    return Errors.asOneLine(
        () -> {
          String wanted = arguments.at(0);
          SlotControl slot = logs.slot(logs.namedOrOnly(arguments.find(1)));
          String before = slot.status().active();
          slot.use(wanted, TIMEOUT_MILLIS);
          return "writer of "
              + slot.owner()
              + ": "
              + SlotCommands.outcome(before, wanted)
              + (OneShot.isThis() ? forgotten(slot.owner(), wanted) : "");
        });
  }

  /** The process ends with the command, and the pin with the process. */
  private static String forgotten(String log, String name) {
    return ", for this one command only; to keep it, write writer = "
        + name
        + " in etc/io.togglebolt.log-"
        + log
        + ".cfg, or give the command in the shell of the container that serves";
  }

  /** Shows a log. */
  @Descriptor(
      "shows how a log stands: its writer, segments, first and last index, size, how long it takes"
          + " to make something durable, and what waits for that")
  public Object status(@Descriptor("[LOG]") @Nullable String... typed) {
    Arguments arguments = Arguments.of(USAGES.get("status"), typed);
    return Errors.asOneLine(
        () -> {
          NamedLog log = logs.namedOrOnly(arguments.find(0));
          return new WalView(log.wal().status(), log.wal().metadata(), logs.slot(log).status());
        });
  }
}
