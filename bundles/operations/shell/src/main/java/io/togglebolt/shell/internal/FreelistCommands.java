package io.togglebolt.shell.internal;

import io.togglebolt.slot.SlotControl;
import io.togglebolt.storage.Database;
import java.util.Optional;
import org.apache.felix.service.command.annotations.GogoCommand;
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
    return new FreelistStatus(
        open.name(),
        slot.map(SlotControl::status).orElse(null),
        database.stats().freelistPersistence(),
        database.space());
  }
}
