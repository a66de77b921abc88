package io.togglebolt.storage.engine.internal;

import io.togglebolt.runtime.Disk;
import io.togglebolt.runtime.DiskFile;
import io.togglebolt.storage.DatabaseFactory;
import io.togglebolt.storage.DatabaseIOException;
import io.togglebolt.storage.DatabaseRepair;
import io.togglebolt.storage.RepairReport;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;

/**
 * Repairs files: what is to be done is worked out first, then done in the file itself or in a copy.
 */
public final class EngineRepair implements DatabaseRepair {
  private final Disk disk;
  private final DatabaseFactory engine;

  /** In plain Java. */
  public EngineRepair() {
    this(
        ServiceLoader.load(Disk.class, EngineRepair.class.getClassLoader())
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalStateException("no " + Disk.class.getName() + " on the class path")),
        new Engine());
  }

  /** With an engine that writes salvaged files to the disk. */
  EngineRepair(Disk disk, DatabaseFactory engine) {
    this.disk = disk;
    this.engine = engine;
  }

  /** Works out the changes. */
  private interface Planner {
    void plan(RepairSource source, RepairPlan plan);
  }

  /** Writes a new file. */
  private interface Maker<T> {
    T make() throws IOException;
  }

  @Override
  public RepairReport rebuildFreelist(Path source, Output output) {
    return repair(source, output, FreelistRepair::rebuild);
  }

  @Override
  public RepairReport abandonFreelist(Path source, Output output) {
    return repair(source, output, FreelistRepair::abandon);
  }

  @Override
  public RepairReport revertMeta(Path source, Output output) {
    return repair(source, output, MetaRevert::plan);
  }

  private RepairReport repair(Path source, Output output, Planner planner) {
    boolean inPlace = output instanceof Output.InPlace;
    try (RepairSource opened = RepairSource.open(disk, source, inPlace);
        Arena arena = Arena.ofConfined()) {
      RepairPlan plan = new RepairPlan(arena);
      planner.plan(opened, plan);
      return switch (output) {
        case Output.InPlace here -> {
          plan.apply(opened.file());
          yield plan.report(source, source);
        }
        case Output.NewFile(Path target) -> {
          copy(opened, plan, target);
          yield plan.report(source, target);
        }
      };
    } catch (IOException refused) {
      throw failed(source, refused);
    } catch (InternalError cutOff) {
      throw failed(source, new IOException("the file was cut while it was read", cutOff));
    }
  }

  private static DatabaseIOException failed(Path source, IOException refused) {
    return new DatabaseIOException(
        source + ": cannot be repaired: " + DatabaseOpener.reason(source, refused), refused);
  }

  private void copy(RepairSource opened, RepairPlan plan, Path target) throws IOException {
    makeNew(
        target,
        () -> {
          try (DiskFile file = disk.open(target, Disk.Access.WRITE)) {
            plan.copy(opened, file);
          }
          return target;
        });
  }

  @Override
  public RepairReport salvage(Path source, Path target) {
    try (RepairSource opened = RepairSource.open(disk, source, false)) {
      return makeNew(target, () -> new Salvage(opened, engine, disk).to(target));
    } catch (IOException refused) {
      throw failed(source, refused);
    } catch (InternalError cutOff) {
      throw failed(source, new IOException("the file was cut while it was read", cutOff));
    }
  }

  /** Makes a file that is not there yet; it is gone again when that fails. */
  private <T> T makeNew(Path target, Maker<T> maker) throws IOException {
    try {
      // Whoever makes it is the only one to write to it, and to remove it.
      disk.open(target, Disk.Access.CREATE_NEW).close();
    } catch (FileAlreadyExistsException there) {
      throw exists(target);
    }
    try {
      return maker.make();
    } catch (Throwable failure) {
      remove(target, failure);
      throw failure;
    }
  }

  private static DatabaseIOException exists(Path target) {
    return new DatabaseIOException(target + ": exists already, expected no file of that name");
  }

  private void remove(Path target, Throwable failure) {
    try (DiskFile file = disk.open(target, Disk.Access.WRITE)) {
      // Empty first, so that no half of a database is left where a file cannot be removed.
      file.resize(0);
      Files.deleteIfExists(target);
    } catch (IOException again) {
      failure.addSuppressed(again);
    }
  }
}
