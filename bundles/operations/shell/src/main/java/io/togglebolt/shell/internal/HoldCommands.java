package io.togglebolt.shell.internal;

import io.togglebolt.storage.Database;
import io.togglebolt.storage.ReaderInfo;
import io.togglebolt.storage.Transaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * Readers that stay open when the command has returned, to see what a long reader does to a file.
 * The readers are the shell's: they end with its bundle. Thread-safe. One lock guards the readers
 * and is held while one is begun, which never waits.
 */
@Component(service = HoldCommands.class, immediate = true)
@GogoCommand(
    scope = DatabaseCommands.SCOPE,
    function = {"hold"})
public final class HoldCommands {
  static final Map<String, Usage> USAGES = Usage.of(DatabaseCommands.SCOPE, HoldCommands.class);

  /** How many are held at a time: a loop that holds readers must not fill the memory. */
  static final int MOST_HELD = 100;

  private static final Duration FOR = Duration.ofHours(1);
  private static final Duration LEAST_FOR = Duration.ofMillis(10);

  /** What a reader is for, unless it is said. */
  private static final String LABEL = "bolt:hold";

  /** A reader that a command holds. */
  private record Held(Database database, long id, Transaction transaction) {
    boolean isOpen() {
      return database.isOpen() && database.readers().stream().anyMatch(reader -> reader.id() == id);
    }
  }

  private final OpenDatabases databases;
  private final Object lock = new Object();
  private final List<Held> readers = new ArrayList<>();
  private final ScheduledThreadPoolExecutor timer;

  /** Over the databases there are. */
  @Activate
  public HoldCommands(@Reference OpenDatabases databases) {
    this.databases = databases;
    timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("togglebolt-hold").factory());
  }

  /** Ends all readers. */
  @Deactivate
  public void close() {
    timer.shutdownNow();
    List<Held> mine;
    synchronized (lock) {
      mine = List.copyOf(readers);
      readers.clear();
    }
    mine.forEach(held -> held.transaction().close());
  }

  /** Begins a read transaction that stays. */
  @Descriptor(
      "begins a read transaction that stays open when the command has returned, so that one sees"
          + " what a long reader does to a file; bolt:cancel ends it, or the end of DURATION (1h if"
          + " that is not said), or that of the container; TEXT tells what it is for")
  public Object hold(
      @Descriptor("[--for DURATION] [--label TEXT] [DB]") @Nullable String... typed) {
    Arguments arguments = Arguments.of(USAGES.get("hold"), typed);
    long nanos = Durations.nanos(arguments, "--for", LEAST_FOR, FOR);
    if (OneShot.isThis()) {
      throw arguments.wrong(
          "the reader would end with this one command; give it in the shell of a container, where"
              + " it stays");
    }
    return Errors.asOneLine(
        () -> {
          OpenDatabase open = arguments.find(0).map(databases::named).orElseGet(databases::only);
          ReaderInfo reader =
              hold(open.database(), arguments.option("--label").orElse(LABEL), nanos);
          return "holds "
              + SpaceView.named(reader)
              + "; bolt:cancel "
              + reader.id()
              + " "
              + open.name()
              + " ends it, or it ends by itself in "
              + Units.nanos(nanos);
        });
  }

  private ReaderInfo hold(Database database, String label, long nanos) {
    synchronized (lock) {
      // Those that were cancelled, or closed with their database, make room.
      readers.removeIf(held -> !held.isOpen());
      if (readers.size() == MOST_HELD) {
        throw new CommandException(
            "bolt:hold holds "
                + MOST_HELD
                + " readers already, the most that it may; end one of them with bolt:cancel");
      }
      Set<Long> others =
          database.readers().stream().map(ReaderInfo::id).collect(Collectors.toSet());
      Transaction transaction = database.beginRead(label);
      try {
        ReaderInfo reader = begunHere(database, transaction, others, label);
        Held held = new Held(database, reader.id(), transaction);
        readers.add(held);
        timer.schedule(() -> end(held), nanos, TimeUnit.NANOSECONDS);
        return reader;
      } catch (RuntimeException | Error failed) {
        transaction.close();
        throw failed;
      }
    }
  }

  /** A transaction does not tell its reader's id, but nobody else begins one on this thread. */
  private static ReaderInfo begunHere(
      Database database, Transaction transaction, Set<Long> others, String label) {
    String thread = Thread.currentThread().getName();
    return database.readers().stream()
        .filter(reader -> !others.contains(reader.id()))
        .filter(reader -> reader.transaction() == transaction.id())
        .filter(reader -> reader.thread().equals(thread) && reader.label().endsWith(label))
        .findFirst()
        .orElseThrow(() -> new CommandException("the reader was ended as soon as it was begun"));
  }

  private void end(Held held) {
    synchronized (lock) {
      readers.remove(held);
    }
    held.transaction().close();
  }
}
