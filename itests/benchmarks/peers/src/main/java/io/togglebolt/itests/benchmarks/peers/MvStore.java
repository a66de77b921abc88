package io.togglebolt.itests.benchmarks.peers;

import io.togglebolt.itests.benchmarks.store.Store;
import io.togglebolt.itests.benchmarks.store.StoreFactory;
import java.nio.file.Path;
import org.h2.mvstore.MVStore;

/** H2's MVStore: a log-structured tree in Java. */
public final class MvStore implements StoreFactory {

  /** Made by the service loader. */
  public MvStore() {}

  @Override
  public String name() {
    return "mvstore";
  }

  @Override
  public String version() {
    return Versions.ofJar(MVStore.class);
  }

  @Override
  public String settings() {
    return "cache of 256 MiB; no automatic commits; values are arrays on the heap; sync() after"
        + " each commit, or none";
  }

  @Override
  public Store open(Path folder, boolean sync) {
    return new MvStoreStore(folder, sync);
  }
}
