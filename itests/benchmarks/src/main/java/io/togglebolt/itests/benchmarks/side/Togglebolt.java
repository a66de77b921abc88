package io.togglebolt.itests.benchmarks.side;

import io.togglebolt.itests.benchmarks.store.Store;
import io.togglebolt.itests.benchmarks.store.StoreFactory;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseOptions;
import java.nio.file.Path;
import java.util.Objects;

/** Our engine, reading by copying. */
public final class Togglebolt implements StoreFactory {

  /** Made by the service loader. */
  public Togglebolt() {}

  @Override
  public String name() {
    return "togglebolt";
  }

  @Override
  public String version() {
    return Objects.requireNonNullElse(
        Database.class.getPackage().getImplementationVersion(), "of this source tree");
  }

  @Override
  public String settings() {
    return "defaults; values are views or copies, as the row says; fdatasync of pages, then of the"
        + " meta";
  }

  @Override
  public Store open(Path folder, boolean sync) {
    return new ToggleboltStore(
        folder, DatabaseOptions.defaults().withNoSync(!sync), ToggleboltStore.Copying::new);
  }
}
