package io.togglebolt.itests.container;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/**
 * Types commands as an operator does. The command processor is reached by reflection, because it is
 * the container's and not a library of these tests.
 */
final class Gogo {
  private static final String PROCESSOR = "org.apache.felix.service.command.CommandProcessor";
  private static final String SESSION = "org.apache.felix.service.command.CommandSession";

  private Gogo() {}

  /** Waits until there are commands of that scope. */
  static void awaitScope(String scope) {
    Await.until(
        "commands " + scope,
        () ->
            Container.context().getAllServiceReferences(null, "(osgi.command.scope=" + scope + ")")
                != null);
  }

  /** Runs a command line in a session of its own; what it throws fails the test. */
  static Object run(String line) throws Exception {
    BundleContext context = Container.context();
    ServiceReference<?>[] found = context.getAllServiceReferences(PROCESSOR, null);
    Object processor = context.getService(found[0]);
    ClassLoader gogo = processor.getClass().getClassLoader();
    Method create =
        Class.forName(PROCESSOR, true, gogo)
            .getMethod("createSession", InputStream.class, OutputStream.class, OutputStream.class);
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    Object session =
        create.invoke(processor, new ByteArrayInputStream(new byte[0]), printed, printed);
    Class<?> sessions = Class.forName(SESSION, true, gogo);
    try {
      return sessions.getMethod("execute", CharSequence.class).invoke(session, line);
    } catch (InvocationTargetException thrown) {
      throw new AssertionError(line + " failed and printed " + printed, thrown.getCause());
    } finally {
      sessions.getMethod("close").invoke(session);
    }
  }
}
