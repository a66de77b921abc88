package io.togglebolt.shell.internal;

import io.togglebolt.etcd.payload.PayloadText;
import io.togglebolt.raft.Entry;
import io.togglebolt.wal.InvalidWalException;
import io.togglebolt.wal.WalException;
import io.togglebolt.wal.WalSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Looking at and mending logs that nobody has open. */
@Component(service = WalFileCommands.class)
@GogoCommand(
    scope = WalCommands.SCOPE,
    function = {"dump", "verify", "repair"})
public final class WalFileCommands {
  static final Map<String, Usage> USAGES = Usage.of(WalCommands.SCOPE, WalFileCommands.class);
  private static final String CLOSED =
      "; DIR is a log that nobody has open, such as member/wal in the data directory of an etcd"
          + " that has ended";

  private static final String REFUSED =
      "; refused, and nothing was changed: a crash cannot leave that, so to cut it off could lose"
          + " what was durable; take a backup instead, or a new member in this one's place, which"
          + " gets the data from the others";

  private final OpenLogs logs;
  private final OpenDatabases databases;
  private volatile @Nullable PayloadText payloads;

  /** With the service that reads logs. */
  @Activate
  public WalFileCommands(@Reference OpenLogs logs, @Reference OpenDatabases databases) {
    this.logs = logs;
    this.databases = databases;
  }

  /** What entries hold can be told from now on. */
  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  public void bindPayloads(PayloadText came) {
    payloads = came;
  }

  /** It went; another one may have come before. */
  public void unbindPayloads(PayloadText went) {
    if (payloads == went) {
      payloads = null;
    }
  }

  /** Prints records. It can be larger than memory, so it goes to the output as it is read. */
  @Descriptor(
      "prints a log, one line a record, with what each entry holds; --from and --to choose entries"
          + " and snapshot marks by their index, --types records of these kinds, with commas"
          + " between them: entry,state,crc,metadata,snapshot"
          + CLOSED)
  public void dump(
      CommandSession session,
      @Descriptor("[--from INDEX] [--to INDEX] [--types TYPES] DIR") @Nullable String... typed) {
    Arguments arguments = Arguments.of(USAGES.get("dump"), typed);
    WalDump dump =
        new WalDump(WalDump.Choice.of(arguments), CommandOutput.of(session), this::payload);
    Errors.asOneLine(
        () -> {
          Path directory = closed(session, arguments.at(0));
          WalSummary summary;
          try {
            summary = logs.factory().tools().scan(directory, dump);
          } catch (WalException damaged) {
            // All records before the damage were shown.
            dump.flush();
            throw damaged;
          }
          dump.nothing(summary).ifPresent(System.err::println);
          if (dump.flush()) {
            summary.torn().ifPresent(torn -> System.err.println("half-written: " + torn));
          }
          return true;
        });
  }

  private String payload(Entry entry) {
    PayloadText now = payloads;
    return now == null ? Text.hex(entry.data()) : now.of(entry);
  }

  /**
   * Checks a log.
   *
   * @throws CommandException when something is not right; the line names the file and the offset
   */
  @Descriptor(
      "checks every record, every checksum and the order of segments and entries of a log" + CLOSED)
  public Object verify(CommandSession session, @Descriptor("DIR") @Nullable String... typed) {
    Arguments arguments = Arguments.of(USAGES.get("verify"), typed);
    return Errors.asOneLine(
        () -> {
          Path directory = closed(session, arguments.at(0));
          return WalViews.sound(directory, logs.factory().tools().verify(directory));
        });
  }

  /** Mends the end of a log. */
  @Descriptor(
      "cuts off what a crash left half-written at the end of a log, after a copy was made of the"
          + " segment, with .broken behind its name; damage anywhere else is refused"
          + CLOSED)
  public Object repair(CommandSession session, @Descriptor("DIR") @Nullable String... typed) {
    Arguments arguments = Arguments.of(USAGES.get("repair"), typed);
    return Errors.asOneLine(
        () -> {
          Path directory = closed(session, arguments.at(0));
          try {
            return WalViews.repair(logs.factory().tools().repair(directory));
          } catch (InvalidWalException damaged) {
            if (!LogFolder.hasSegments(directory)) {
              throw damaged;
            }
            throw new CommandException(damaged.getMessage() + REFUSED, damaged);
          }
        });
  }

  /** The directory, which nobody in here has open. */
  private Path closed(CommandSession session, String typed) throws IOException {
    Path directory = new Target(databases, session).path(typed);
    for (NamedLog log : logs.all()) {
      Path other = log.wal().status().directory();
      if (Files.exists(directory) && Files.exists(other) && Files.isSameFile(directory, other)) {
        throw new CommandException(
            other + ": open as log '" + log.name() + "', expected a log nobody has open");
      }
    }
    if (!Files.exists(directory)) {
      for (NamedLog log : logs.all()) {
        if (log.name().equals(typed)) {
          throw new CommandException(
              "log '"
                  + typed
                  + "' is open, in "
                  + log.wal().status().directory()
                  + "; expected the directory of a log nobody has open");
        }
      }
    }
    if (!Files.isDirectory(directory)) {
      throw new CommandException(
          directory
              + (Files.exists(directory) ? ": no directory" : ": there is no such directory")
              + "; expected one with a log's segments (*.wal)");
    }
    return directory;
  }
}
