package io.togglebolt.storage.engine.internal;

import io.togglebolt.slot.SlotControl;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseStats;
import io.togglebolt.storage.FreelistComparison;
import io.togglebolt.storage.Inspection;
import io.togglebolt.storage.ReaderInfo;
import io.togglebolt.storage.ShrinkProgress;
import io.togglebolt.storage.ShrinkReport;
import io.togglebolt.storage.SpaceReport;
import io.togglebolt.storage.Transaction;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A database as one bundle sees it: its readers carry the bundle's name, and whatever transactions
 * it leaves open end when it lets go of the service. Closing it ends those, not the database, which
 * belongs to its configuration.
 */
final class ClientDatabase implements Database {
  private final EngineDatabase database;
  private final Client client;

  ClientDatabase(EngineDatabase database, String clientName) {
    this.database = database;
    client = new Client(clientName);
  }

  @Override
  public String name() {
    return database.name();
  }

  @Override
  public Path path() {
    return database.path();
  }

  @Override
  public Transaction beginRead() {
    return beginRead("");
  }

  @Override
  public Transaction beginRead(String label) {
    return begun(() -> database.beginRead(label, client));
  }

  @Override
  public Transaction beginWrite() {
    return begun(() -> database.beginWrite(client));
  }

  /**
   * A thread that outlives its bundle may still hold this handle: it begins nothing more, because
   * nobody would be left to end it.
   */
  private Transaction begun(Supplier<Transaction> beginning) {
    requireHeld();
    Transaction transaction = beginning.get();
    if (client.hasLeft()) {
      transaction.close();
      requireHeld();
    }
    return transaction;
  }

  private void requireHeld() {
    if (client.hasLeft()) {
      throw client.closed(name());
    }
  }

  @Override
  public <T extends @Nullable Object, E extends Exception> T batchResult(Work<T, E> work) throws E {
    requireHeld();
    return database.batchResult(work, client);
  }

  @Override
  public DatabaseStats stats() {
    return database.stats();
  }

  @Override
  public List<ReaderInfo> readers() {
    return database.readers();
  }

  @Override
  public SpaceReport space() {
    return database.space();
  }

  @Override
  public ReaderInfo cancelReader(long id, String why) {
    requireHeld();
    return database.cancelReader(id, why, client);
  }

  @Override
  public List<SlotControl> slots() {
    return database.slots();
  }

  @Override
  public Inspection inspect() {
    requireHeld();
    Inspection inspection = database.inspect(client);
    if (client.hasLeft()) {
      inspection.close();
      requireHeld();
    }
    return inspection;
  }

  @Override
  public void dump(OutputStream out) throws IOException {
    requireHeld();
    database.dump(out, client);
  }

  @Override
  public ShrinkReport shrink(int pagesPerCommit, Consumer<ShrinkProgress> listener) {
    requireHeld();
    return database.shrink(
        pagesPerCommit,
        progress -> {
          requireHeld();
          listener.accept(progress);
        },
        client);
  }

  @Override
  public long backup(OutputStream out) throws IOException {
    requireHeld();
    return database.backup(out, client);
  }

  @Override
  public long backup(Path target) {
    requireHeld();
    return database.backup(target, client);
  }

  @Override
  public long compactTo(Path target) {
    requireHeld();
    return database.compactTo(target, client);
  }

  @Override
  public FreelistComparison compareFreelists(List<String> policies) {
    requireHeld();
    return database.compareFreelists(policies, client);
  }

  @Override
  public boolean isOpen() {
    return database.isOpen();
  }

  /** The bundle has let go of the service. */
  void giveBack() {
    client.leave();
    close();
  }

  @Override
  public void close() {
    database.endTransactionsOf(client);
  }
}
