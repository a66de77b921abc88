package io.togglebolt.itests.benchmarks.peers;

import io.togglebolt.itests.benchmarks.store.Store;
import io.togglebolt.itests.benchmarks.store.StoreFactory;
import java.nio.file.Path;
import org.rocksdb.RocksDB;

/** RocksDB by its own Java binding: a log-structured merge tree in C++. */
public final class Rocks implements StoreFactory {

  /** Made by the service loader. */
  public Rocks() {}

  @Override
  public String name() {
    return "rocksdb";
  }

  @Override
  public String version() {
    return Versions.ofJar(RocksDB.class);
  }

  @Override
  public String settings() {
    return "block cache of 256 MiB, no compression; values are copied into one array; writes to its"
        + " log with sync, or without";
  }

  @Override
  public Store open(Path folder, boolean sync) {
    return new RocksStore(folder, sync);
  }
}
