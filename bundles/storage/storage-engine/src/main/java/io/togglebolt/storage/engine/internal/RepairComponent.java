package io.togglebolt.storage.engine.internal;

import io.togglebolt.runtime.Disk;
import io.togglebolt.storage.DatabaseRepair;
import io.togglebolt.storage.RepairReport;
import java.nio.file.Path;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Repairs as a service. */
@Component(service = DatabaseRepair.class)
public final class RepairComponent implements DatabaseRepair {
  private final EngineRepair repair;

  /** Made by Declarative Services. */
  @Activate
  public RepairComponent(@Reference Disk disk, @Reference EngineComponent engine) {
    repair = new EngineRepair(disk, engine);
  }

  @Override
  public RepairReport rebuildFreelist(Path source, Output output) {
    return repair.rebuildFreelist(source, output);
  }

  @Override
  public RepairReport abandonFreelist(Path source, Output output) {
    return repair.abandonFreelist(source, output);
  }

  @Override
  public RepairReport revertMeta(Path source, Output output) {
    return repair.revertMeta(source, output);
  }

  @Override
  public RepairReport salvage(Path source, Path target) {
    return repair.salvage(source, target);
  }
}
