package io.togglebolt.shell.internal;

import java.util.regex.Pattern;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.CommandSessionListener;
import org.osgi.service.component.annotations.Component;

/**
 * Leaves the patterns of {@code metrics:show} to it: the shell would take {@code *commit*} for
 * files of the session's folder, and fail where there are none. Lines with other commands are as
 * ever.
 */
@Component(service = CommandSessionListener.class)
public final class PatternListener implements CommandSessionListener {
  private static final Pattern SHOW = Pattern.compile("\\bmetrics:show\\b|^\\s*show\\b");

  /** Tells what was set here from what a user has set. */
  private enum Option {
    ON;

    @Override
    public String toString() {
      return "true";
    }
  }

  /** For Declarative Services. */
  public PatternListener() {}

  @Override
  public void beforeExecute(CommandSession session, CharSequence line) {
    if (SHOW.matcher(line).find() && session.get(CommandSession.OPTION_NO_GLOB) == null) {
      session.put(CommandSession.OPTION_NO_GLOB, Option.ON);
    }
  }

  @Override
  public void afterExecute(CommandSession session, CharSequence line, Exception exception) {
    restore(session);
  }

  @Override
  public void afterExecute(CommandSession session, CharSequence line, Object result) {
    restore(session);
  }

  private static void restore(CommandSession session) {
    if (session.get(CommandSession.OPTION_NO_GLOB) == Option.ON) {
      session.put(CommandSession.OPTION_NO_GLOB, null);
    }
  }
}
