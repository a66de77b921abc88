package io.togglebolt.itests.benchmarks.space.side;

import io.togglebolt.itests.benchmarks.side.Request;
import io.togglebolt.itests.benchmarks.store.Entries;
import io.togglebolt.runtime.Clock;
import io.togglebolt.runtime.Disk;
import io.togglebolt.slot.SlotFactory;
import io.togglebolt.slot.SlotRegistry;
import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseFactory;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.FreelistPersistence;
import io.togglebolt.storage.Transaction;
import io.togglebolt.storage.engine.internal.Engine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.ServiceLoader;

/**
 * The file that an exercise works on. Opened with the parts and the mode of the list of free pages
 * that the request names as {@code freelist}, {@code allocator} and {@code list}; where it does not
 * name them, with the defaults.
 */
final class SpaceFile {
  private static final byte[] BUCKET = name("b");

  private final Path path;
  private final Request request;
  private final SlotFactory slots = first(SlotFactory.class);
  private final DatabaseFactory engine =
      new Engine(first(Disk.class), slots, Clock.system(), Parts.allocators(), Parts.policies());

  SpaceFile(Path folder, Request request) {
    path = folder.resolve("data.db");
    this.request = request;
  }

  private static <S> S first(Class<S> service) {
    return ServiceLoader.load(service).findFirst().orElseThrow();
  }

  Path path() {
    return path;
  }

  /** What happens in the slots of the databases that this opens. */
  SlotRegistry slots() {
    return slots.registry();
  }

  /** The mode of the list that was asked for. */
  FreelistPersistence list() {
    return FreelistPersistence.valueOf(
        request.settings().getOrDefault("list", "lazy").toUpperCase(Locale.ROOT));
  }

  private DatabaseOptions options() {
    return DatabaseOptions.defaults()
        .withParts(request.settings().get("freelist"), request.settings().get("allocator"))
        .withFreelistPersistence(list());
  }

  /** Opens it; what is committed need not be durable. */
  Database open() {
    return engine.open(path, options().withNoSync(true));
  }

  /** The same, with another mode of the list. */
  Database open(FreelistPersistence list) {
    return engine.open(path, options().withNoSync(true).withFreelistPersistence(list));
  }

  /** Opens it; each commit is durable. */
  Database openDurably() {
    return engine.open(path, options());
  }

  /** Makes it, with pages of that size. */
  Database create(int pageSizeBytes) {
    return engine.open(path, options().withNoSync(true).withPageSize(pageSizeBytes));
  }

  static byte[] name(String name) {
    return name.getBytes(StandardCharsets.US_ASCII);
  }

  /** The bucket that entries go into, made when it is missing. */
  static Bucket bucket(Transaction transaction) {
    return transaction.createBucketIfMissing(BUCKET);
  }

  static byte[] key(long number) {
    byte[] key = new byte[Entries.KEY_BYTES];
    Entries.writeKey(number, key);
    return key;
  }

  /** Puts one entry, whose value is drawn from {@code seed}, in a transaction of its own. */
  static void put(Database database, long key, int valueBytes, long seed) {
    byte[] value = Entries.bytes(seed, valueBytes);
    database.update(transaction -> bucket(transaction).put(key(key), value));
  }
}
