package io.togglebolt.itests.benchmarks.process;

import io.togglebolt.itests.benchmarks.UsageException;
import io.togglebolt.itests.benchmarks.side.Folders;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A new folder for scratch files, which is removed at the close or when the JVM is told to end. */
public final class Scratch implements AutoCloseable {
  private static final String DEFAULT = "togglebolt.benchmarks.scratch";

  private final Path folder;
  private final PrintStream progress;
  private final Thread cleaning;

  private Scratch(Path folder, PrintStream progress) {
    this.folder = folder;
    this.progress = progress;
    cleaning = new Thread(this::abandon, "cleaning");
    Runtime.getRuntime().addShutdownHook(cleaning);
  }

  /** Where scratch folders are made unless somebody says otherwise. */
  public static Path defaultPlace() {
    return Path.of(System.getProperty(DEFAULT, System.getProperty("java.io.tmpdir")));
  }

  /** Makes one in that place. */
  public static Scratch in(Path place, PrintStream progress) throws UsageException {
    try {
      return new Scratch(Files.createTempDirectory(place.toAbsolutePath(), "scratch"), progress);
    } catch (IOException e) {
      throw new UsageException("folder \"" + place + "\" cannot hold the scratch folder: " + e);
    }
  }

  /** The folder. */
  public Path folder() {
    return folder;
  }

  /** In the middle of everything: the sides would go on writing while we delete. */
  private void abandon() {
    List<ProcessHandle> sides = ProcessHandle.current().children().toList();
    sides.forEach(ProcessHandle::destroyForcibly);
    sides.forEach(side -> side.onExit().join());
    delete();
  }

  private void delete() {
    try {
      Folders.delete(folder);
    } catch (IOException e) {
      progress.println("benchmarks: " + folder + " could not be removed: " + e);
    }
  }

  @Override
  public void close() {
    delete();
    Runtime.getRuntime().removeShutdownHook(cleaning);
  }
}
