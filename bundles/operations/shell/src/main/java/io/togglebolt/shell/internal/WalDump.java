package io.togglebolt.shell.internal;

import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;
import io.togglebolt.wal.SnapshotMark;
import io.togglebolt.wal.WalRecord;
import io.togglebolt.wal.WalRecordVisitor;
import io.togglebolt.wal.WalSummary;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Prints a line for each record that is asked for. A log can be larger than memory, so what was
 * printed is forgotten; it ends when nobody reads it any more, or the command is interrupted.
 */
final class WalDump implements WalRecordVisitor {
  private static final int BUFFER_CHARACTERS = 1 << 15;

  /** What a record can be. */
  enum Type {
    /** An entry. */
    ENTRY,
    /** A hard state. */
    STATE,
    /** The checksum at the head of a segment. */
    CRC,
    /** Whose log it is. */
    METADATA,
    /** A snapshot mark. */
    SNAPSHOT;

    private static final Set<Type> WITH_INDEX = EnumSet.of(ENTRY, SNAPSHOT);

    static List<String> names() {
      return Arrays.stream(values()).map(Type::shown).toList();
    }

    String shown() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What is asked for.
   *
   * @param from the least index of entries and marks, unsigned
   * @param to the highest, unsigned
   * @param types which records
   */
  record Choice(long from, long to, Set<Type> types) {
    private static final String FROM = "--from";
    private static final String TO = "--to";

    /**
     * Reads it. With a range of indexes only records that have one are asked for, unless others are
     * named.
     */
    static Choice of(Arguments arguments) {
      long from = arguments.number(FROM, 0, 0);
      long to = arguments.number(TO, 0, Long.MAX_VALUE);
      if (from > to) {
        throw arguments.wrong("--from is " + from + " and --to is " + to + ", expected no less");
      }
      boolean range = arguments.option(FROM).isPresent() || arguments.option(TO).isPresent();
      Set<Type> otherwise = range ? Type.WITH_INDEX : EnumSet.allOf(Type.class);
      return new Choice(
          from,
          to,
          arguments.option("--types").map(typed -> types(arguments, typed)).orElse(otherwise));
    }

    private static Set<Type> types(Arguments arguments, String typed) {
      Set<Type> types = EnumSet.noneOf(Type.class);
      for (String word : typed.split(",", -1)) {
        types.add(
            Arrays.stream(Type.values())
                .filter(type -> type.shown().equals(word.strip()))
                .findFirst()
                .orElseThrow(() -> arguments.wrong(unknown(word.strip()))));
      }
      return types;
    }

    private static String unknown(String word) {
      List<String> near = word.length() < 3 ? List.of() : Nearest.to(word, Type.names());
      return "--types holds '"
          + word
          + "'"
          + (near.isEmpty() ? "" : " (did you mean " + near.getFirst() + "?)")
          + ", expected some of "
          + String.join(",", Type.names());
    }

    boolean has(Type type) {
      return types.contains(type);
    }

    boolean has(Type type, long index) {
      return has(type)
          && Long.compareUnsigned(index, from) >= 0
          && Long.compareUnsigned(index, to) <= 0;
    }
  }

  private final Choice choice;
  private final CommandOutput output;
  private final Function<Entry, String> payload;
  private final StringBuilder buffer = new StringBuilder(BUFFER_CHARACTERS);
  private boolean shown;

  WalDump(Choice choice, CommandOutput output, Function<Entry, String> payload) {
    this.choice = choice;
    this.output = output;
    this.payload = payload;
  }

  @Override
  public boolean record(Path segment, long offset, WalRecord record) {
    boolean wanted =
        switch (record) {
          case WalRecord.LogEntry(Entry entry) -> choice.has(Type.ENTRY, entry.index());
          case WalRecord.Snapshot(SnapshotMark mark) -> choice.has(Type.SNAPSHOT, mark.index());
          case WalRecord.State state -> choice.has(Type.STATE);
          case WalRecord.Crc crc -> choice.has(Type.CRC);
          case WalRecord.Metadata metadata -> choice.has(Type.METADATA);
        };
    if (wanted) {
      shown = true;
      buffer.append(line(record)).append('\n');
    }
    return (buffer.length() < BUFFER_CHARACTERS || flush())
        && !Thread.currentThread().isInterrupted();
  }

  /** What to say where there was nothing to show; empty where there was. */
  Optional<String> nothing(WalSummary summary) {
    return shown || output.isOver()
        ? Optional.empty()
        : Optional.of(
            "nothing that was asked for is in it: "
                + (summary.entries() == 0
                    ? "it has no entries"
                    : "its entries are "
                        + Long.toUnsignedString(summary.firstIndex())
                        + " to "
                        + Long.toUnsignedString(summary.lastIndex())));
  }

  /** Prints what waits; whether somebody still reads. */
  boolean flush() {
    boolean read = output.print(buffer);
    buffer.setLength(0);
    return read;
  }

  private String line(WalRecord record) {
    return switch (record) {
      case WalRecord.LogEntry(Entry entry) ->
          "entry index="
              + Long.toUnsignedString(entry.index())
              + " term="
              + Long.toUnsignedString(entry.term())
              + " type="
              + entry.type().name().toLowerCase(Locale.ROOT)
              + " size="
              + entry.data().length
              + " "
              + payload.apply(entry);
      case WalRecord.State(HardState state) ->
          "state term="
              + Long.toUnsignedString(state.term())
              + " vote="
              + Long.toHexString(state.vote())
              + " commit="
              + Long.toUnsignedString(state.commit());
      case WalRecord.Crc(int value) -> String.format(Locale.ROOT, "crc value=%08x", value);
      case WalRecord.Metadata(var metadata) ->
          "metadata node="
              + Long.toHexString(metadata.nodeId())
              + " cluster="
              + Long.toHexString(metadata.clusterId());
      case WalRecord.Snapshot(SnapshotMark mark) ->
          "snapshot index="
              + Long.toUnsignedString(mark.index())
              + " term="
              + Long.toUnsignedString(mark.term())
              + members(mark);
    };
  }

  private static String members(SnapshotMark mark) {
    ConfState state = mark.confState();
    return state == null
        ? ""
        : ids(" voters", state.voters())
            + ids(" learners", state.learners())
            + ids(" voters_outgoing", state.votersOutgoing())
            + ids(" learners_next", state.learnersNext())
            + (state.autoLeave() ? " auto_leave" : "");
  }

  private static String ids(String what, List<Long> ids) {
    return ids.isEmpty()
        ? ""
        : what + "=" + String.join(",", ids.stream().map(Long::toHexString).toList());
  }
}
