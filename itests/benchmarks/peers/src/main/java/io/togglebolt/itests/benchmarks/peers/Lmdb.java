package io.togglebolt.itests.benchmarks.peers;

import io.togglebolt.itests.benchmarks.store.Store;
import io.togglebolt.itests.benchmarks.store.StoreFactory;
import java.nio.file.Path;
import org.lmdbjava.Env;
import org.lmdbjava.Meta;

/** LMDB by lmdbjava: the same kind of tree, in C. */
public final class Lmdb implements StoreFactory {

  /** Made by the service loader. */
  public Lmdb() {}

  @Override
  public String name() {
    return "lmdbjava";
  }

  @Override
  public String version() {
    Meta.Version library = Meta.version();
    return "%s (LMDB %d.%d.%d)"
        .formatted(Versions.ofJar(Env.class), library.major, library.minor, library.patch);
  }

  @Override
  public String settings() {
    return "map of 4 GiB; values are direct byte buffers over the map; fdatasync by LMDB, or"
        + " MDB_NOSYNC";
  }

  @Override
  public Store open(Path folder, boolean sync) {
    return new LmdbStore(folder, sync);
  }
}
