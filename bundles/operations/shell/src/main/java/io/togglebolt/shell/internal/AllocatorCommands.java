package io.togglebolt.shell.internal;

import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The commands of the databases' allocator slots. */
@Component(service = AllocatorCommands.class)
@GogoCommand(
    scope = AllocatorCommands.SCOPE,
    function = {"list", "use", "status"})
public final class AllocatorCommands extends SlotCommands {
  static final String SCOPE = "allocator";

  /** Over the databases there are. */
  @Activate
  public AllocatorCommands(@Reference OpenDatabases databases) {
    super(SCOPE, databases);
  }
}
