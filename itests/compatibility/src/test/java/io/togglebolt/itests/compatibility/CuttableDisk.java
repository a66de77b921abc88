package io.togglebolt.itests.compatibility;

import io.togglebolt.runtime.Disk;
import io.togglebolt.runtime.DiskFile;
import io.togglebolt.runtime.DiskUnavailableException;
import io.togglebolt.testkit.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * The disk of these tests, found by the engine before the real one because the tests stand first on
 * the class path. Files below one folder, while a test wants that, lie on a simulated disk whose
 * power can be cut; all others lie on the real one.
 */
public final class CuttableDisk implements Disk {
  static final Path SIMULATED = Path.of("/simulated");

  private static volatile @Nullable SimulatedDisk simulated;

  private final Disk real;

  /** For the service loader. */
  public CuttableDisk() {
    real =
        ServiceLoader.load(Disk.class).stream()
            .filter(provider -> provider.type() != CuttableDisk.class)
            .findFirst()
            .orElseThrow()
            .get();
  }

  /** From now on files below {@link #SIMULATED} are on that disk; null ends it. */
  static void simulate(@Nullable SimulatedDisk disk) {
    simulated = disk;
  }

  private Disk disk(Path path) throws IOException {
    if (!path.startsWith(SIMULATED)) {
      return real;
    }
    SimulatedDisk disk = simulated;
    if (disk == null) {
      throw new DiskUnavailableException(path + ": no disk is simulated");
    }
    return disk;
  }

  @Override
  public DiskFile open(Path path, Access access) throws IOException {
    return disk(path).open(path, access);
  }

  @Override
  public void delete(Path path) throws IOException {
    disk(path).delete(path);
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    return disk(directory).list(directory);
  }

  @Override
  public void createDirectories(Path directory) throws IOException {
    disk(directory).createDirectories(directory);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    disk(from).rename(from, to);
  }

  @Override
  public void syncDirectory(Path directory) throws IOException {
    disk(directory).syncDirectory(directory);
  }
}
