package io.togglebolt.demo.internal;

import io.togglebolt.slot.SlotControl;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseFactory;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.DatabaseStats;
import io.togglebolt.storage.FreelistPersistence;
import io.togglebolt.storage.Transaction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A new database with one key of 1 KiB, which is updated again and again with real commits. Used by
 * one thread at a time.
 */
final class Subject implements AutoCloseable {
  private static final int PAGE_SIZE_BYTES = 4096;
  private static final int VALUE_BYTES = 1024;

  private static final long TAKEOVER_MILLIS = 30_000;

  /** How long a pinned policy may take to come: 5 s in steps of 10 ms. */
  private static final int LOOKS = 500;

  private static final long LOOK_NANOS = 10_000_000;
  private static final byte[] BUCKET = "demo".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] KEY = "key".getBytes(StandardCharsets.US_ASCII);

  private final Database database;
  private byte round;

  private Subject(Database database) {
    this.database = database;
  }

  /**
   * Makes the database.
   *
   * @param policy the freelist policy to pin, or null to leave it to the ranking
   * @param synced whether commits wait for the disk; the pages they need are the same
   * @throws IllegalStateException when that policy does not serve
   */
  static Subject create(
      DatabaseFactory factory, Path file, @Nullable String policy, boolean synced) {
    DatabaseOptions options =
        DatabaseOptions.defaults()
            .withName(String.valueOf(file.getFileName()))
            .withPageSize(PAGE_SIZE_BYTES)
            .withParts(policy, null)
            // As bbolt does, so that the figures are those that bbolt's users know.
            .withFreelistPersistence(FreelistPersistence.ALWAYS)
            .withNoSync(!synced);
    Subject subject = new Subject(factory.open(file, options));
    try {
      if (policy != null) {
        subject.requireServing(policy);
      }
      subject.update();
      return subject;
    } catch (Throwable failure) {
      subject.close();
      throw failure;
    }
  }

  /** Gives the key another value, in a transaction of its own. */
  void update() {
    byte[] value = new byte[VALUE_BYTES];
    Arrays.fill(value, round++);
    database.update(tx -> tx.root().createBucketIfMissing(BUCKET).put(KEY, value));
  }

  /** Begins to read; until the caller closes it the pages of this moment are kept. */
  Transaction hold() {
    return database.beginRead("held by the demonstration");
  }

  /** The figures as of now. */
  Sample sample(int updates) {
    DatabaseStats stats = database.stats();
    return new Sample(updates, stats.pendingPages(), stats.freePages(), stats.highWaterPage());
  }

  /** The freelist slot. */
  SlotControl freelist() {
    return database.slots().stream()
        .filter(slot -> slot.kind().equals("freelist"))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the database has no freelist slot"));
  }

  /**
   * Makes a policy take over as the command {@code freelist:use} does, and returns when it serves.
   *
   * @throws IllegalStateException when the thread is interrupted meanwhile
   */
  void use(String policy) {
    try {
      freelist().use(policy, TAKEOVER_MILLIS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(
          "interrupted while " + policy + " was to take over", interrupted);
    }
  }

  /** The name of the policy that serves. */
  Optional<String> serving() {
    return Optional.ofNullable(freelist().status().active());
  }

  /**
   * A policy whose configuration has just changed is away for a moment and comes back by itself;
   * since it is pinned it then takes over.
   */
  private void requireServing(String policy) {
    String serving = serving().orElse("none");
    for (int look = 0; look < LOOKS && !Objects.equals(policy, serving); look++) {
      LockSupport.parkNanos(this, LOOK_NANOS);
      serving = serving().orElse("none");
    }
    if (!Objects.equals(policy, serving)) {
      throw new IllegalStateException(
          "the demonstration needs the freelist policy "
              + policy
              + ", but "
              + serving
              + " serves; start its bundle io.togglebolt.freelist."
              + policy);
    }
  }

  @Override
  public void close() {
    database.close();
  }
}
