package io.togglebolt.launcher;

import org.apache.felix.framework.Logger;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;

/** Hands what the framework has to say to the JDK's logging. */
final class FrameworkLog extends Logger {
  private static final System.Logger LOG = System.getLogger("org.apache.felix.framework");

  @Override
  protected void doLog(
      @Nullable Bundle bundle,
      @Nullable ServiceReference reference,
      int level,
      String message,
      @Nullable Throwable cause) {
    System.Logger.Level grade =
        switch (level) {
          case LOG_ERROR -> System.Logger.Level.ERROR;
          case LOG_WARNING -> System.Logger.Level.WARNING;
          case LOG_INFO -> System.Logger.Level.INFO;
          default -> System.Logger.Level.DEBUG;
        };
    LOG.log(grade, bundle == null ? message : bundle + ": " + message, cause);
  }
}
