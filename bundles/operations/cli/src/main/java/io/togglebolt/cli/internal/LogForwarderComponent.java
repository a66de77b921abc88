package io.togglebolt.cli.internal;

import java.util.Enumeration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogListener;
import org.osgi.service.log.LogReaderService;

/**
 * Hands what bundles say to the OSGi log (Declarative Services does, when a component fails) to the
 * JDK's logging, so that there is one place to look.
 */
@Component(
    service = {},
    immediate = true)
public final class LogForwarderComponent {
  private final LogReaderService reader;
  private final LogListener listener = LogForwarderComponent::forward;

  /** Forwards from now on, and first what was said before. */
  @Activate
  public LogForwarderComponent(@Reference LogReaderService reader) {
    this.reader = reader;
    Enumeration<LogEntry> earlier = reader.getLog();
    reader.addLogListener(listener);
    earlier.asIterator().forEachRemaining(LogForwarderComponent::forward);
  }

  /** Forwards no more. */
  @Deactivate
  public void deactivate() {
    reader.removeLogListener(listener);
  }

  private static void forward(LogEntry entry) {
    System.getLogger(entry.getBundle().getSymbolicName())
        .log(level(entry), entry.getMessage(), entry.getException());
  }

  private static System.Logger.Level level(LogEntry entry) {
    return switch (entry.getLogLevel()) {
      case AUDIT, ERROR -> System.Logger.Level.ERROR;
      case WARN -> System.Logger.Level.WARNING;
      case INFO -> System.Logger.Level.INFO;
      case DEBUG -> System.Logger.Level.DEBUG;
      case TRACE -> System.Logger.Level.TRACE;
    };
  }
}
