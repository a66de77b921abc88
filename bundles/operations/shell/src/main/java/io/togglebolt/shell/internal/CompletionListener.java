package io.togglebolt.shell.internal;

import java.lang.System.Logger;
import java.util.Map;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.CommandSessionListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Teaches each interactive session to complete our commands, before the first thing it executes. So
 * completion needs no line in any profile, and comes to sessions that were open before this bundle.
 */
@Component(service = CommandSessionListener.class)
public final class CompletionListener implements CommandSessionListener {
  /** Where Gogo JLine keeps a session's completions; only interactive sessions have it. */
  private static final String COMPLETIONS = ".completions";

  private static final String TAUGHT = ".togglebolt.completions";
  private static final Logger LOGGER = System.getLogger(CompletionListener.class.getName());

  private final Completer completer;

  /** Over the databases, metrics and logs there are. */
  @Activate
  public CompletionListener(
      @Reference OpenDatabases databases,
      @Reference MetricsServices metrics,
      @Reference OpenLogs logs) {
    completer = new Completer(databases, metrics, logs);
  }

  @Override
  public void beforeExecute(CommandSession session, CharSequence command) {
    if (!(session.get(COMPLETIONS) instanceof Map<?, ?>) || session.get(TAUGHT) == completer) {
      return;
    }
    // Marked first: what is executed now is announced here again.
    session.put(TAUGHT, completer);
    try {
      completer.teach(session);
    } catch (Exception refused) {
      LOGGER.log(Logger.Level.WARNING, "the shell completes no Togglebolt commands", refused);
    }
  }

  @Override
  public void afterExecute(CommandSession session, CharSequence command, Exception exception) {
    // Only the beginning matters.
  }

  @Override
  public void afterExecute(CommandSession session, CharSequence command, Object result) {
    // Only the beginning matters.
  }
}
