package io.togglebolt.shell.internal;

import io.togglebolt.metrics.ExporterStatus;
import io.togglebolt.slot.SlotControl;
import io.togglebolt.slot.SlotStatus;
import io.togglebolt.slot.SwapRecord;
import io.togglebolt.storage.BucketStats;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseStats;
import io.togglebolt.storage.Inspection.MetaInfo;
import io.togglebolt.storage.Inspection.PageDetail;
import io.togglebolt.storage.Inspection.PageInfo;
import io.togglebolt.storage.ReaderInfo;
import io.togglebolt.storage.ShrinkReport;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What each kind of result looks like. */
final class Views {
  private static final String NOTHING = "-";
  private static final String NOT_PERSISTED = "not persisted";
  private static final int PREVIEW_BYTES = 48;

  /**
   * A bucket in a list.
   *
   * @param name its name
   * @param sequence its sequence number
   * @param entries how many keys and buckets it holds, or -1 for too many to count
   */
  record BucketRow(byte[] name, long sequence, long entries) {}

  /**
   * An entry of a bucket in a list.
   *
   * @param key its key
   * @param sizeBytes its value's size, or -1 when it is a bucket
   * @param preview its value's beginning
   * @param cut whether the value goes on
   */
  record KeyRow(byte[] key, long sizeBytes, byte[] preview, boolean cut) {

    /** Of an entry; a null value stands for a bucket. */
    static KeyRow of(byte[] key, byte @Nullable [] value) {
      if (value == null) {
        return new KeyRow(key, -1, new byte[0], false);
      }
      boolean cut = value.length > PREVIEW_BYTES;
      return new KeyRow(key, value.length, cut ? beginning(value) : value, cut);
    }

    /** A cut inside a character would turn text into hexadecimal, so it is made between two. */
    private static byte[] beginning(byte[] value) {
      int end = PREVIEW_BYTES;
      while (end > PREVIEW_BYTES - 4 && (value[end] & 0xC0) == 0x80) {
        end--;
      }
      return Arrays.copyOf(value, end);
    }
  }

  static final Columns<OpenDatabase> DATABASES =
      Columns.<OpenDatabase>orElse(
              "no database is open; bolt:open PATH opens one, with --create a new one")
          .text("name", OpenDatabase::name)
          .text("opened by", open -> lower(open.origin()))
          .number("size", open -> Units.bytes(open.database().stats().fileBytes()))
          .number("transaction", open -> open.database().stats().transaction())
          .number("readers", open -> open.database().stats().openReaders())
          .text("allocator", open -> active(open.database(), "allocator"))
          .text("freelist", open -> active(open.database(), "freelist"))
          .text("path", open -> open.database().path().toString());

  static final Columns<BucketRow> BUCKETS =
      Columns.<BucketRow>orElse("no buckets")
          .text("bucket", row -> BucketPath.showName(row.name()))
          .number("sequence", row -> Long.toUnsignedString(row.sequence()))
          .number("entries", row -> row.entries() < 0 ? "more than 10000" : row.entries());

  static final Columns<KeyRow> KEYS =
      Columns.<KeyRow>orElse("no keys")
          .text("key", row -> Text.show(row.key()))
          .number("size", row -> row.sizeBytes() < 0 ? NOTHING : Units.bytes(row.sizeBytes()))
          .text("value", Views::preview);

  static final Columns<PageInfo> PAGES =
      Columns.<PageInfo>orElse("no pages")
          .number("page", PageInfo::id)
          .text("use", page -> lower(page.use()))
          .number("pages", PageInfo::pages)
          .number("elements", PageInfo::elements)
          .number("used", page -> Units.bytes(page.usedBytes()));

  static final Columns<MetaInfo> METAS =
      Columns.<MetaInfo>orElse("no metas")
          .number("meta", MetaInfo::page)
          .number("transaction", MetaInfo::transaction)
          .number("root page", MetaInfo::rootPage)
          .number("freelist page", m -> m.freelistPage() < 0 ? NOT_PERSISTED : m.freelistPage())
          .number("high-water page", MetaInfo::highWaterPage)
          .number("page size", m -> Units.bytes(m.pageSizeBytes()))
          .text("checksum", m -> String.format(Locale.ROOT, "%016x", m.checksum()))
          .text("valid", m -> m.problem().isEmpty() ? "yes" : "no: " + m.problem());

  static final Columns<SlotStatus> SLOTS =
      Columns.<SlotStatus>orElse("no slots")
          .text("owner", SlotStatus::owner)
          .text("slot", SlotStatus::kind)
          .text("state", status -> lower(status.state()))
          .text("active", status -> orNothing(status.active()))
          .text("pinned", Views::pinned)
          .number("swaps", SlotStatus::swaps)
          .text(
              "candidates",
              status ->
                  String.join(", ", status.candidates().stream().map(Views::candidate).toList()));

  static final Columns<SlotStatus.CandidateStatus> CANDIDATES =
      Columns.<SlotStatus.CandidateStatus>orElse("no candidates")
          .text("name", SlotStatus.CandidateStatus::name)
          .number("ranking", SlotStatus.CandidateStatus::ranking)
          .text("active", candidate -> candidate.active() ? "yes" : "")
          .text("set aside", candidate -> Objects.requireNonNullElse(candidate.setAside(), ""));

  static final Columns<ExporterStatus> EXPORTERS =
      Columns.<ExporterStatus>orElse("no exporters")
          .text("name", ExporterStatus::name)
          .text("state", exporter -> lower(exporter.state()))
          .text("chosen", exporter -> exporter.chosen() ? "yes" : "")
          .number("candidates", ExporterStatus::candidates)
          .number("ranking", ExporterStatus::ranking)
          .text("shown at", exporter -> orNothing(exporter.where()))
          .text("trouble", exporter -> Objects.requireNonNullElse(exporter.trouble(), ""));

  static final Columns<SwapRecord> SWAPS =
      Columns.<SwapRecord>orElse("nothing has happened")
          .number("number", SwapRecord::sequence)
          .text("time", swap -> time(swap.wallMillis()))
          .text("owner", SwapRecord::owner)
          .text("slot", SwapRecord::kind)
          .text("event", swap -> lower(swap.event()))
          .text("from", swap -> orNothing(swap.from()))
          .text("to", swap -> orNothing(swap.to()))
          .number("took", swap -> Units.nanos(swap.durationNanos()))
          .number("pause", swap -> Units.nanos(swap.pauseNanos()))
          .number("state", SwapRecord::stateSize)
          .number("waited", SwapRecord::waited)
          .text("why", SwapRecord::reason);

  private Views() {}

  /** One open database. */
  static Details database(OpenDatabase open) {
    DatabaseStats stats = open.database().stats();
    return Details.none()
        .with("name", open.name())
        .with("path", open.database().path())
        .with("size", Units.bytes(stats.fileBytes()))
        .with("transaction", stats.transaction())
        .with("allocator", active(open.database(), "allocator"))
        .with("freelist", active(open.database(), "freelist"));
  }

  /** A database's figures. */
  static Details stats(DatabaseStats stats) {
    return Details.none()
        .with("page size", Units.bytes(stats.pageSizeBytes()))
        .with("file", Units.bytes(stats.fileBytes()))
        .with("transaction", stats.transaction())
        .with("high-water page", stats.highWaterPage())
        .with("free pages", pages(stats.freePages(), stats))
        .with("pending pages", pages(stats.pendingPages(), stats))
        .with(
            "freelist pages",
            stats.freelistPages() == 0 ? NOT_PERSISTED : pages(stats.freelistPages(), stats))
        .with("open readers", stats.openReaders())
        .with("oldest reader", stats.oldestReader() < 0 ? NOTHING : stats.oldestReader())
        .with("reads begun", stats.readsBegun())
        .with("commits", stats.commits())
        .with("rollbacks", stats.rollbacks())
        .with("pages written", pages(stats.work().pagesAllocated(), stats))
        .with("rebalancing", Units.nanos(stats.work().rebalanceNanos()))
        .with("spilling", Units.nanos(stats.work().spillNanos()))
        .with("writes", stats.work().writes())
        .with("writing", Units.nanos(stats.work().writeNanos()));
  }

  /** The figures of a bucket. */
  static Details bucketStats(BucketStats stats) {
    return Details.none()
        .with("buckets", stats.buckets())
        .with("inline buckets", stats.inlineBuckets())
        .with("inline used", Units.bytes(stats.inlineUsedBytes()))
        .with("keys", stats.keys())
        .with("depth", stats.depth())
        .with("branch pages", stats.branchPages())
        .with("branch overflow pages", stats.branchOverflowPages())
        .with("branch used", used(stats.branchUsedBytes(), stats.branchAllocatedBytes()))
        .with("leaf pages", stats.leafPages())
        .with("leaf overflow pages", stats.leafOverflowPages())
        .with("leaf used", used(stats.leafUsedBytes(), stats.leafAllocatedBytes()));
  }

  private static String used(long bytes, long of) {
    return of == 0
        ? NOTHING
        : Units.bytes(bytes) + " of " + Units.bytes(of) + " (" + bytes * 100 / of + "%)";
  }

  private static String pages(long count, DatabaseStats stats) {
    return count + " (" + Units.bytes(count * stats.pageSizeBytes()) + ")";
  }

  /** What a shrink did and what it had to leave. */
  static Details shrink(ShrinkReport report) {
    return Details.none()
        .with("file before", Units.bytes(report.fileBytesBefore()))
        .with("file after", Units.bytes(report.fileBytesAfter()))
        .with("high-water page before", report.highWaterBefore())
        .with("high-water page after", report.highWaterAfter())
        .with("moved", Units.count(report.movedPages(), "page"))
        .with("commits", report.commits())
        .with("ended", ending(report));
  }

  private static String ending(ShrinkReport report) {
    ReaderInfo oldest = report.oldestReader();
    return switch (report.ending()) {
      case DONE -> "done";
      case INTERRUPTED -> "interrupted; what was given back stays so";
      case HELD_BY_READERS ->
          "held back by open readers, "
              + Units.count(report.pendingPages(), "page")
              + " pending; the oldest: "
              + (oldest == null
                  ? NOTHING
                  : "reader "
                      + oldest.id()
                      + " at transaction "
                      + oldest.transaction()
                      + ", open for "
                      + Units.millis(oldest.ageMillis())
                      + (oldest.label().isEmpty() ? "" : ", " + oldest.label()));
    };
  }

  /** One page with its elements. */
  static String page(PageDetail detail) {
    PageInfo info = detail.info();
    String head =
        Details.none()
            .with("page", info.id())
            .with("use", lower(info.use()))
            .with("pages", info.pages())
            .with("elements", info.elements())
            .with("used", Units.bytes(info.usedBytes()))
            .text();
    return detail.lines().isEmpty() ? head : head + "\n" + String.join("\n", detail.lines());
  }

  /** One slot with its candidates. */
  static String slot(SlotStatus status) {
    return Details.none()
            .with("slot", status.kind() + " of " + status.owner())
            .with("state", lower(status.state()))
            .with("active", orNothing(status.active()))
            .with("pinned", pinned(status))
            .with("swaps", status.swaps())
            .text()
        + "\n"
        + candidates(status).table();
  }

  /** The candidates of a slot, and what to do about those that are not trusted. */
  static Listing<SlotStatus.CandidateStatus> candidates(SlotStatus status) {
    Listing<SlotStatus.CandidateStatus> all = Listing.of(CANDIDATES, status.candidates());
    return status.candidates().stream()
        .filter(candidate -> candidate.setAside() != null)
        .findFirst()
        .map(
            untrusted ->
                all.withNote(
                    "what is set aside serves no more: replace its bundle by a better one, or give"
                        + " it another chance with "
                        + status.kind()
                        + ":use "
                        + untrusted.name()))
        .orElse(all);
  }

  private static String pinned(SlotStatus status) {
    String pinned = status.pinned();
    if (pinned == null || status.pinnedPresent()) {
      return orNothing(pinned);
    }
    boolean there =
        status.candidates().stream().anyMatch(candidate -> candidate.name().equals(pinned));
    return pinned + (there ? " (set aside)" : " (absent)");
  }

  /** A candidate's name, and why it is not trusted where it is not. */
  private static String candidate(SlotStatus.CandidateStatus candidate) {
    String reason = candidate.setAside();
    return reason == null ? candidate.name() : candidate.name() + " (set aside: " + reason + ")";
  }

  private static String preview(KeyRow row) {
    if (row.sizeBytes() < 0) {
      return "(bucket)";
    }
    return Text.show(row.preview()) + (row.cut() ? "..." : "");
  }

  /** The name of the part that serves in a database's slot of a kind. */
  private static String active(Database database, String kind) {
    return database.slots().stream()
        .filter(slot -> slot.kind().equals(kind))
        .map(SlotControl::status)
        .map(status -> orNothing(status.active()))
        .findFirst()
        .orElse(NOTHING);
  }

  private static String time(long wallMillis) {
    return Units.time(wallMillis, ZoneId.systemDefault());
  }

  private static String orNothing(@Nullable String name) {
    return Objects.requireNonNullElse(name, NOTHING);
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** The slots' states, in words that the shell shows for an empty list too. */
  static Listing<SlotStatus> slots(List<SlotControl> slots) {
    return Listing.of(SLOTS, slots.stream().map(SlotControl::status).toList());
  }
}
