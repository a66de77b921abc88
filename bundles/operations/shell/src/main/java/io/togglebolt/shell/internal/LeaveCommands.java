package io.togglebolt.shell.internal;

import java.util.Map;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** The words that people type to leave, beside Ctrl-D. */
@Component(service = LeaveCommands.class)
@GogoCommand(
    scope = RegistryCommands.SCOPE,
    function = {"exit", "quit"})
public final class LeaveCommands {
  static final Map<String, Usage> USAGES = Usage.of(RegistryCommands.SCOPE, LeaveCommands.class);

  private final BundleContext context;

  /** In the container that is left. */
  @Activate
  public LeaveCommands(BundleContext context) {
    this.context = context;
  }

  /** Stops the container. */
  @Descriptor("closes all databases and stops the container, as Ctrl-D does")
  public void exit(@Descriptor("") @Nullable String... typed) throws BundleException {
    Arguments.of(USAGES.get("exit"), typed);
    context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).stop();
  }

  /** The same. */
  @Descriptor("closes all databases and stops the container, as Ctrl-D does")
  public void quit(@Descriptor("") @Nullable String... typed) throws BundleException {
    Arguments.of(USAGES.get("quit"), typed);
    context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).stop();
  }
}
