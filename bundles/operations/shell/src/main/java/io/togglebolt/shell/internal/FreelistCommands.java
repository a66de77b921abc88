package io.togglebolt.shell.internal;

import io.togglebolt.slot.SlotStatus;
import io.togglebolt.storage.DatabaseStats;
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

  @Override
  Object shown(OpenDatabase open, SlotStatus status) {
    DatabaseStats stats = open.database().stats();
    return new FreelistStatus(status, stats.freelistPersistence(), stats.freelistPages());
  }
}
