package io.togglebolt.shell.internal;

import io.togglebolt.slot.SlotControl;
import io.togglebolt.slot.SlotStatus;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseStats;
import io.togglebolt.storage.SpaceReport;
import io.togglebolt.storage.WriterBusyException;
import java.util.Optional;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The commands of the databases' freelist slots. */
@Component(service = FreelistCommands.class)
@GogoCommand(
    scope = FreelistCommands.SCOPE,
    function = {"list", "use", "status"})
public final class FreelistCommands extends SlotCommands {
  static final String SCOPE = "freelist";

  /** Over the databases there are. */
  @Activate
  public FreelistCommands(@Reference OpenDatabases databases) {
    super(SCOPE, databases);
  }

  /** Says what can be said of a database without a slot, too. */
  @Override
  Object shown(OpenDatabase open, Optional<SlotControl> slot) {
    Database database = open.database();
    @Nullable SlotStatus serving = slot.map(SlotControl::status).orElse(null);
    DatabaseStats stats = database.stats();
    @Nullable SpaceReport space = null;
    String noSpace = "";
    try {
      space = database.space();
    } catch (WriterBusyException busy) {
      // A writer that hangs may be what is looked for: the rest needs no writer's leave.
      noSpace = String.valueOf(busy.getMessage());
    }
    return new FreelistStatus(
        open.name(), serving, stats.freelistPersistence(), stats.freelistPages(), space, noSpace);
  }
}
