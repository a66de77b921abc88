package io.togglebolt.shell.internal;

import io.togglebolt.metrics.ExporterStatus;
import io.togglebolt.metrics.MetricFamily;
import io.togglebolt.metrics.MetricsReader;
import io.togglebolt.slot.SlotControl;
import io.togglebolt.slot.SlotStatus;
import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.Cursor;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.FreelistPersistence;
import io.togglebolt.storage.Inspection;
import io.togglebolt.storage.Transaction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The words that could stand at the cursor, as far as the open databases, the metrics and the logs
 * tell.
 */
final class Suggestions {
  private static final int LIMIT = 200;

  private final OpenDatabases databases;
  private final MetricsServices metrics;
  private final OpenLogs logs;

  Suggestions(OpenDatabases databases, MetricsServices metrics, OpenLogs logs) {
    this.databases = databases;
    this.metrics = metrics;
    this.logs = logs;
  }

  /** The words; JLine leaves out those that do not fit what is typed already. */
  List<String> of(Completion completion) {
    return switch (completion.placeholder()) {
      case "DB", "DB-or-FILE" -> databases.all().stream().map(OpenDatabase::name).toList();
      case "BUCKET", "INTO-BUCKET" -> inDatabase(completion, tx -> buckets(tx, completion.word()));
      case "KEY" -> inDatabase(completion, tx -> keys(tx, completion));
      case "READER" -> readers();
      case "NAME" ->
          switch (completion.scope()) {
            case ExporterCommands.SCOPE -> exporters();
            case WalCommands.SCOPE -> names(logs.slots().stream());
            default -> parts(completion.scope());
          };
      case "LOG" -> logs.all().stream().map(NamedLog::name).toList();
      case "WRITER" -> names(logs.slots().stream());
      case "TYPES" -> WalDump.Type.names();
      case "PATTERN" -> metrics();
      case "POLICY" -> parts(FreelistCommands.SCOPE);
      case "ALLOCATOR" -> parts(AllocatorCommands.SCOPE);
      case "MODE" ->
          Arrays.stream(FreelistPersistence.values())
              .map(mode -> mode.name().toLowerCase(Locale.ROOT))
              .toList();
      case "USE" ->
          Arrays.stream(Inspection.Use.values())
              .map(use -> use.name().toLowerCase(Locale.ROOT))
              .toList();
      default -> List.of();
    };
  }

  private List<String> inDatabase(
      Completion completion, Function<Transaction, List<String>> words) {
    Optional<Database> database =
        completion.before().stream()
            .findFirst()
            .flatMap(databases::find)
            .map(OpenDatabase::database);
    return database.isEmpty() ? List.of() : database.get().view(words::apply);
  }

  /** The buckets inside the one that is typed already, up to the last slash. */
  private static List<String> buckets(Transaction transaction, String word) {
    int slash = word.lastIndexOf('/');
    String prefix = word.substring(0, slash + 1);
    Bucket parent =
        slash < 0 ? transaction.root() : BucketPath.parse(word.substring(0, slash)).in(transaction);
    List<String> names = new ArrayList<>();
    Cursor cursor = parent.cursor();
    for (boolean more = cursor.first(); more && names.size() < LIMIT; more = cursor.next()) {
      if (cursor.isBucket()) {
        names.add(prefix + BucketPath.showName(cursor.key()));
      }
    }
    return names;
  }

  private static List<String> keys(Transaction transaction, Completion completion) {
    if (completion.before().size() < 2) {
      return List.of();
    }
    Cursor cursor = BucketPath.parse(completion.before().get(1)).in(transaction).cursor();
    String word = completion.word();
    List<String> keys = new ArrayList<>();
    // A half-typed hexadecimal form stands for no key yet, so that all are offered.
    boolean more = word.startsWith("0") ? cursor.first() : cursor.seek(Text.parse(word));
    while (more && keys.size() < LIMIT) {
      if (!cursor.isBucket()) {
        keys.add(Text.show(cursor.key()));
      }
      more = cursor.next();
    }
    return keys;
  }

  /** Of all databases: the database that is meant is typed after the reader. */
  private List<String> readers() {
    return databases.all().stream()
        .flatMap(open -> open.database().readers().stream())
        .map(reader -> String.valueOf(reader.id()))
        .distinct()
        .limit(LIMIT)
        .toList();
  }

  private List<String> exporters() {
    return metrics.findExporters().stream()
        .flatMap(owner -> owner.exporters().stream())
        .map(ExporterStatus::name)
        .toList();
  }

  /** Names, and labels with their values. */
  private List<String> metrics() {
    List<MetricFamily> families = metrics.findReader().map(MetricsReader::read).orElseGet(List::of);
    Stream<String> labels =
        families.stream()
            .flatMap(family -> family.samples().stream())
            .flatMap(sample -> sample.labels().stream())
            .map(MetricSeries::shown)
            .distinct()
            .sorted()
            .limit(LIMIT);
    return Stream.concat(families.stream().map(MetricFamily::name), labels).toList();
  }

  private List<String> parts(String kind) {
    return names(
        databases.all().stream()
            .flatMap(open -> open.database().slots().stream())
            .filter(slot -> slot.kind().equals(kind)));
  }

  private static List<String> names(Stream<SlotControl> slots) {
    return slots
        .flatMap(slot -> slot.status().candidates().stream())
        .map(SlotStatus.CandidateStatus::name)
        .distinct()
        .sorted()
        .toList();
  }
}
