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
  /** The log tells all that the framework does this way, whatever level is asked for. */
  private static final String FRAMEWORK_EVENTS = "Events.";

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
    if (entry.getLoggerName().startsWith(FRAMEWORK_EVENTS)) {
      return;
    }
    Throwable thrown = entry.getException();
    String text = entry.getMessage() + (thrown == null ? "" : ": " + root(thrown).getMessage());
    System.getLogger(entry.getBundle().getSymbolicName()).log(level(entry), text);
  }

  /** What is thrown inside a component arrives in several wrappers that say nothing new. */
  private static Throwable root(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
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
