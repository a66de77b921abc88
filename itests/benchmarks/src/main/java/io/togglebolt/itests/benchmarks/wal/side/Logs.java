package io.togglebolt.itests.benchmarks.wal.side;

import io.togglebolt.itests.benchmarks.side.Folders;
import io.togglebolt.runtime.Clock;
import io.togglebolt.runtime.Disk;
import io.togglebolt.runtime.Scheduler;
import io.togglebolt.slot.SlotFactory;
import io.togglebolt.wal.Wal;
import io.togglebolt.wal.WalFactory;
import io.togglebolt.wal.WalMetadata;
import io.togglebolt.wal.WalOptions;
import io.togglebolt.wal.internal.LogFactory;
import io.togglebolt.wal.spi.WalWriterFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;

/** Our logs, as a user in plain Java gets them. */
public final class Logs {

  private Logs() {}

  private static <S> S first(Class<S> service) {
    return ServiceLoader.load(service)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("there is no " + service.getName()));
  }

  private static List<WalWriterFactory> writerFactories() {
    return ServiceLoader.load(WalWriterFactory.class).stream()
        .map(ServiceLoader.Provider::get)
        .toList();
  }

  static WalFactory factory() {
    return first(WalFactory.class);
  }

  /** The same, with slots that the caller can see and a scheduler that stays the caller's. */
  static WalFactory factory(SlotFactory slots, Scheduler background) {
    return new LogFactory(first(Disk.class), Clock.system(), background, slots, writerFactories());
  }

  /** A new log with a writer, in the place of what was in the folder. */
  static Wal create(Path folder, String writer) throws IOException {
    return create(factory(), folder, writer);
  }

  /** The same, by a factory. */
  static Wal create(WalFactory factory, Path folder, String writer) throws IOException {
    Folders.delete(folder);
    return factory.create(folder, new WalMetadata(1, 1), WalOptions.defaults().withWriter(writer));
  }

  /** The writers on the class path that keep what they are given. */
  public static Set<String> writers() {
    Set<String> names = new TreeSet<>();
    for (WalWriterFactory found : writerFactories()) {
      if (found.durable()) {
        names.add(found.name());
      }
    }
    return names;
  }
}
