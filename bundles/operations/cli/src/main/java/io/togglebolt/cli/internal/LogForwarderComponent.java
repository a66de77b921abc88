package io.togglebolt.cli.internal;

import java.util.Enumeration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
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

  private static final String NOT_CONSTRUCTED =
      "Error during instantiation of the implementation object";

  /** The log keeps an exception of a bundle as one of its own, with the type in its message. */
  private static final Pattern TYPED = Pattern.compile("[\\w.$]+(?:Exception|Error): (.+)");

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
    System.getLogger(entry.getBundle().getSymbolicName())
        .log(level(entry), text(entry.getMessage(), entry.getException()));
  }

  /** What Declarative Services says of a constructor that failed is shortened to the reason. */
  static String text(String message, @Nullable Throwable thrown) {
    if (thrown == null) {
      return message;
    }
    String reason = String.valueOf(root(thrown).getMessage());
    Matcher typed = TYPED.matcher(reason);
    return message.endsWith(NOT_CONSTRUCTED)
        ? "not started: " + (typed.matches() ? typed.group(1) : reason)
        : message + ": " + reason;
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
