package io.togglebolt.itests.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.togglebolt.itests.simulation.cluster.Fault;
import io.togglebolt.storage.spi.FreelistPolicyFactory;
import io.togglebolt.storage.spi.PageAllocatorFactory;
import io.togglebolt.testkit.history.KeyValueModel.Operation;
import io.togglebolt.testkit.network.Loss;
import io.togglebolt.wal.spi.WalWriterFactory;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Some hundred seeds, each of which decides about everything. {@code
 * -Dtogglebolt.simulation.seeds=N} asks for more, {@code -Dtogglebolt.seed=N} for one alone.
 */
class SeedsTest {
  private static final String SEEDS = "250";

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path scratch;

  @Test
  void noSeedFindsAnything() throws InterruptedException, RunOptions.BadOptionException {
    String only = System.getProperty("togglebolt.seed", "");
    String seeds = System.getProperty("togglebolt.simulation.seeds", SEEDS);
    RunOptions options =
        only.isEmpty()
            ? RunOptions.parse(List.of("--seeds", seeds))
            : RunOptions.parse(List.of("--seeds", "1", "--from", only));
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(told, true, StandardCharsets.UTF_8);
    SeedRuns runs = new SeedRuns(options, scratch, SeedRuns.clean(), out);
    long failures = runs.run();
    assertEquals(0, failures, () -> told.toString(StandardCharsets.UTF_8));
    if (options.seeds() >= Integer.parseInt(SEEDS)) {
      Set<String> missing = new TreeSet<>(mustHappen());
      missing.removeAll(runs.counts().keySet());
      assertEquals(Set.of(), missing, "what never happened in " + options.seeds() + " seeds");
    }
  }

  /** A fault that never strikes and a call that is never answered are worse than none. */
  private static Set<String> mustHappen() {
    Set<String> words = new TreeSet<>();
    for (Fault fault : Fault.values()) {
      words.add("fault " + fault.word());
    }
    for (Class<?> kind : Operation.class.getPermittedSubclasses()) {
      words.add(kind.getSimpleName().toLowerCase(Locale.ROOT) + " answered");
    }
    for (Loss loss : Loss.values()) {
      if (loss != Loss.OVERFLOW) {
        words.add("messages " + loss.name().toLowerCase(Locale.ROOT));
      }
    }
    ServiceLoader.load(WalWriterFactory.class)
        .forEach(part -> words.add("swap wal to " + part.name()));
    ServiceLoader.load(PageAllocatorFactory.class)
        .forEach(part -> words.add("swap allocator to " + part.name()));
    ServiceLoader.load(FreelistPolicyFactory.class)
        .forEach(part -> words.add("swap freelist to " + part.name()));
    Collections.addAll(
        words,
        "changes applied",
        "driver async",
        "driver ready",
        "joint configurations",
        "messages duplicated",
        "processes ended by disks",
        "put unanswered",
        "read indexes answered",
        "reads lease_based",
        "reads safe",
        "snapshots installed");
    return words;
  }

  @Test
  void whatTheLoggerWasSetToIsNotChangedByARun()
      throws InterruptedException, RunOptions.BadOptionException {
    Logger logger = Logger.getLogger("io.togglebolt");
    Level before = logger.getLevel();
    try {
      logger.setLevel(Level.WARNING);
      RunOptions options = RunOptions.parse(List.of("--seeds", "1", "--steps", "10"));
      PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
      new SeedRuns(options, scratch, SeedRuns.clean(), nowhere).run();
      assertEquals(Level.WARNING, logger.getLevel());
    } finally {
      logger.setLevel(before);
    }
  }
}
