package io.togglebolt.itests.simulation.member;

import io.togglebolt.etcd.format.ConfStateCodec;
import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.EntryType;
import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.Transaction;
import io.togglebolt.testkit.history.KeyValueModel;
import io.togglebolt.testkit.history.KeyValueModel.Changed;
import io.togglebolt.testkit.history.KeyValueModel.Done;
import io.togglebolt.testkit.history.KeyValueModel.Result;
import io.togglebolt.testkit.history.KeyValueModel.Value;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Keys and values in a database, together with what must change in the same transaction: up to
 * where the log is applied, who belongs to the cluster, who was removed from it, and of each
 * session the last command with its result, so that none has an effect twice.
 */
final class StateMachine {
  private static final byte[] KEYS = "keys".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] SESSIONS = "sessions".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] META = "meta".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] APPLIED = "applied".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] CONFIGURATION = "configuration".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] REMOVED = "removed".getBytes(StandardCharsets.US_ASCII);
  private static final ConfState NOBODY =
      new ConfState(List.of(), List.of(), List.of(), List.of(), false);

  private final Database database;
  private final Set<Plant> plants;
  private final KeyValueModel model = new KeyValueModel();
  private long applied;
  private long appliedTerm;
  private ConfState confState = NOBODY;

  /** Up to where entries are applied although they were before. */
  private long again;

  private SortedSet<Long> removed = new TreeSet<>();

  /** Decides about a change of the cluster, and makes it. */
  interface ConfChanges {
    /**
     * The configuration after an entry that holds a change.
     *
     * @param removed who was removed before; whoever is removed by it is added
     */
    ConfState apply(Entry entry, ConfState before, SortedSet<Long> removed);
  }

  /** Over an open database, which stays the caller's. */
  StateMachine(Database database, Set<Plant> plants) {
    this.database = database;
    this.plants = plants;
    load();
  }

  private void load() {
    database.view(
        transaction -> {
          @Nullable Bucket meta = transaction.bucket(META);
          if (meta != null) {
            ByteBuffer place = ByteBuffer.wrap(value(meta, APPLIED));
            applied = place.getLong();
            appliedTerm = place.getLong();
            confState = ConfStateCodec.read(ByteBuffer.wrap(value(meta, CONFIGURATION)));
            removed.clear();
            ByteBuffer ids = ByteBuffer.wrap(value(meta, REMOVED));
            while (ids.hasRemaining()) {
              removed.add(ids.getLong());
            }
          }
          return true;
        });
  }

  private static byte[] value(Bucket bucket, byte[] key) {
    return Objects.requireNonNull(bucket.get(key), "written together with the others");
  }

  /** Up to where the log is applied. */
  long applied() {
    return applied;
  }

  /** The term of the entry there. */
  long appliedTerm() {
    return appliedTerm;
  }

  /** The configuration there. */
  ConfState confState() {
    return confState;
  }

  /** Who was removed from the cluster. */
  SortedSet<Long> removed() {
    return removed;
  }

  /**
   * Goes back a few entries, so that they are applied once more; for {@link Plant#APPLIED_TWICE}.
   */
  void forget(int entries, long least) {
    again = applied;
    applied = Math.max(least, applied - entries);
  }

  /** Applies entries that follow each other in one transaction, which is durable in the end. */
  List<Outcome> apply(List<Entry> entries, ConfChanges changes) {
    List<Outcome> outcomes = new ArrayList<>(entries.size());
    SortedSet<Long> nowRemoved = new TreeSet<>(removed);
    database.update(
        transaction -> {
          Bucket keys = transaction.createBucketIfMissing(KEYS);
          Bucket sessions = transaction.createBucketIfMissing(SESSIONS);
          ConfState now = confState;
          for (Entry entry : entries) {
            Outcome outcome = apply(entry, keys, sessions, now, nowRemoved, changes);
            outcomes.add(outcome);
            now = outcome.confState();
          }
          writeMeta(
              transaction, entries.getLast().index(), entries.getLast().term(), now, nowRemoved);
        });
    // Not before: who asks for a snapshot meanwhile gets one of what is committed.
    reached(
        entries.getLast().index(),
        entries.getLast().term(),
        outcomes.getLast().confState(),
        nowRemoved);
    return outcomes;
  }

  private void reached(long index, long term, ConfState newConfState, SortedSet<Long> nowRemoved) {
    applied = index;
    appliedTerm = term;
    confState = newConfState;
    removed = nowRemoved;
  }

  private Outcome apply(
      Entry entry,
      Bucket keys,
      Bucket sessions,
      ConfState before,
      SortedSet<Long> nowRemoved,
      ConfChanges changes) {
    if (entry.type() != EntryType.NORMAL) {
      return new Outcome(entry, null, null, changes.apply(entry, before, nowRemoved));
    }
    if (entry.data().length == 0) {
      return new Outcome(entry, null, null, before);
    }
    Command command = Command.decode(entry.data());
    Result result = apply(command, entry.index() <= again, keys, sessions);
    return new Outcome(entry, command, result, before);
  }

  private @Nullable Result apply(Command command, boolean twice, Bucket keys, Bucket sessions) {
    byte[] session = ByteBuffer.allocate(Long.BYTES).putLong(command.session()).array();
    byte @Nullable [] last = sessions.get(session);
    if (last != null && !twice && !plants.contains(Plant.SESSIONS_IGNORED)) {
      ByteBuffer known = ByteBuffer.wrap(last);
      long number = known.getLong();
      if (number == command.number()) {
        return result(known.get());
      }
      if (number > command.number()) {
        return null;
      }
    }
    byte[] key = command.operation().key().getBytes(StandardCharsets.UTF_8);
    Value before = new Value(string(keys.get(key)));
    var step = model.apply(before, command.operation());
    @Nullable String after = step.state().value();
    if (!Objects.equals(after, before.value())) {
      if (after == null) {
        keys.delete(key);
      } else {
        keys.put(key, after.getBytes(StandardCharsets.UTF_8));
      }
    }
    sessions.put(
        session,
        ByteBuffer.allocate(Long.BYTES + 1)
            .putLong(command.number())
            .put(number(step.result()))
            .array());
    return step.result();
  }

  private static @Nullable String string(byte @Nullable [] bytes) {
    return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
  }

  private static byte number(Result result) {
    return switch (result) {
      case Done done -> 0;
      case Changed changed -> (byte) (changed.changed() ? 2 : 1);
      case Value value -> throw new IllegalArgumentException("a read is not applied: " + value);
    };
  }

  private static Result result(byte number) {
    return number == 0 ? new Done() : new Changed(number == 2);
  }

  private static void writeMeta(
      Transaction transaction, long index, long term, ConfState now, SortedSet<Long> nowRemoved) {
    Bucket meta = transaction.createBucketIfMissing(META);
    meta.put(APPLIED, ByteBuffer.allocate(2 * Long.BYTES).putLong(index).putLong(term).array());
    meta.put(CONFIGURATION, encode(now));
    ByteBuffer ids = ByteBuffer.allocate(nowRemoved.size() * Long.BYTES);
    nowRemoved.forEach(ids::putLong);
    meta.put(REMOVED, ids.array());
  }

  private static byte[] encode(ConfState state) {
    ByteBuffer buffer = ByteBuffer.allocate((int) ConfStateCodec.sizeOf(state));
    ConfStateCodec.write(state, buffer);
    return buffer.array();
  }

  /** What a key holds now. */
  Value read(String key) {
    return database.view(
        transaction -> {
          @Nullable Bucket keys = transaction.bucket(KEYS);
          return new Value(
              keys == null ? null : string(keys.get(key.getBytes(StandardCharsets.UTF_8))));
        });
  }

  /** All that it holds, as the content of a snapshot. */
  byte[] snapshot() {
    return database.view(
        transaction -> {
          List<byte[]> parts = new ArrayList<>();
          collect(transaction.bucket(KEYS), parts);
          if (!plants.contains(Plant.SESSIONS_NOT_IN_SNAPSHOT)) {
            collect(transaction.bucket(SESSIONS), parts);
          } else {
            collect(null, parts);
          }
          ByteBuffer ids = ByteBuffer.allocate(removed.size() * Long.BYTES);
          removed.forEach(ids::putLong);
          parts.add(ids.array());
          int size = parts.stream().mapToInt(part -> part.length).sum();
          ByteBuffer all = ByteBuffer.allocate(size);
          parts.forEach(all::put);
          return all.array();
        });
  }

  /** The number of entries, then each with the lengths of its key and value. */
  private static void collect(@Nullable Bucket bucket, List<byte[]> parts) {
    int head = parts.size();
    int[] count = {0};
    parts.add(new byte[0]);
    if (bucket != null) {
      bucket.forEach(
          (key, value) -> {
            byte[] there = Objects.requireNonNull(value, "no bucket lies in it");
            count[0]++;
            parts.add(
                ByteBuffer.allocate(2 * Integer.BYTES + key.length + there.length)
                    .putInt(key.length)
                    .putInt(there.length)
                    .put(key)
                    .put(there)
                    .array());
          });
    }
    parts.set(head, ByteBuffer.allocate(Integer.BYTES).putInt(count[0]).array());
  }

  /** Replaces all that it holds by a snapshot's content, in one transaction. */
  void install(byte[] content, long index, long term, ConfState newConfState) {
    SortedSet<Long> nowRemoved = new TreeSet<>();
    database.update(
        transaction -> {
          ByteBuffer source = ByteBuffer.wrap(content);
          replace(transaction, KEYS, source);
          replace(transaction, SESSIONS, source);
          while (source.hasRemaining()) {
            nowRemoved.add(source.getLong());
          }
          writeMeta(transaction, index, term, newConfState, nowRemoved);
        });
    reached(index, term, newConfState, nowRemoved);
  }

  private static void replace(Transaction transaction, byte[] name, ByteBuffer source) {
    if (transaction.bucket(name) != null) {
      transaction.deleteBucket(name);
    }
    Bucket bucket = transaction.createBucket(name);
    for (int left = source.getInt(); left > 0; left--) {
      byte[] key = new byte[source.getInt()];
      byte[] value = new byte[source.getInt()];
      source.get(key).get(value);
      bucket.put(key, value);
    }
  }

  /** A number that differs where what two of them hold differs. */
  long hash() {
    long hash = 1;
    for (byte each : snapshot()) {
      hash = hash * 1_000_003 + each;
    }
    return hash * 31 + confState.hashCode();
  }
}
