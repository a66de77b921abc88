package io.togglebolt.cli.internal;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.felix.service.command.CommandProcessor;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/**
 * What the launcher calls on the process's main thread once all bundles are started. The result is
 * the process's exit code, or null when it is to go on serving.
 */
@Component(service = Callable.class, property = "main.thread:Boolean=true")
public final class CommandLineComponent implements Callable<@Nullable Integer> {
  private static final System.Logger LOG = System.getLogger(CommandLineComponent.class.getName());
  private static final String STARTED = "(container.started=true)";
  private static final long START_TIMEOUT_SECONDS = 10;

  private final BundleContext context;
  private final CommandProcessor processor;
  private final ConfiguredParts configured;

  /** Waits to be called. */
  @Activate
  public CommandLineComponent(
      BundleContext context,
      @Reference CommandProcessor processor,
      @Reference ConfigurationAdmin configurations,
      @Reference ServiceComponentRuntime components) {
    this.context = context;
    this.processor = processor;
    this.configured = new ConfiguredParts(context, configurations, components);
  }

  @Override
  public @Nullable Integer call() throws Exception {
    List<Outcome> outcomes = configured.await();
    try (Gogo gogo = new Gogo(processor, this::commands)) {
      return switch (context.getProperty("togglebolt.mode")) {
        case "command" -> command(gogo, outcomes);
        case "script" -> script(gogo, announce(gogo, outcomes));
        default -> {
          announce(gogo, outcomes);
          yield null;
        }
      };
    }
  }

  /** No argument of a process can hold a NUL, so the launcher separates them by it. */
  private int command(Gogo gogo, List<Outcome> outcomes) {
    List<String> words = List.of(context.getProperty("togglebolt.arguments").split("\0", -1));
    try {
      gogo.call(words);
      return 0;
    } catch (Exception e) {
      gogo.err().println(Outcome.explain(outcomes, words, gogo.explain(e)));
      return 1;
    }
  }

  private Readiness announce(Gogo gogo, List<Outcome> outcomes) {
    Instant started = ProcessHandle.current().info().startInstant().orElseGet(Instant::now);
    long millis = Duration.between(started, Instant.now()).toMillis();
    Readiness readiness = Readiness.of(context.getProperty("togglebolt.version"), millis, outcomes);
    (readiness.ready() ? gogo.out() : gogo.err()).println(readiness.line());
    return readiness;
  }

  /**
   * Runs each line of standard input. When there is none at all, as under a service manager, the
   * container serves until it is told to stop; without its databases it has nothing to serve.
   */
  private @Nullable Integer script(Gogo gogo, Readiness readiness) throws Exception {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(gogo.in(), StandardCharsets.UTF_8));
    String line = lines.readLine();
    if (line == null) {
      return readiness.ready() ? null : Integer.valueOf(1);
    }
    awaitBackgroundStart();
    int exitCode = readiness.ready() ? 0 : 1;
    for (; line != null; line = lines.readLine()) {
      try {
        gogo.run(line);
      } catch (Exception e) {
        gogo.err().println(gogo.explain(e));
        exitCode = 1;
      }
    }
    return exitCode;
  }

  /**
   * A line may ask for something that the launcher starts in the background, or stop it, so that is
   * waited for, but not by the line that says that the container serves.
   */
  private void awaitBackgroundStart() throws Exception {
    ServiceReference<?>[] found = context.getServiceReferences(Future.class.getName(), STARTED);
    if (found != null && context.getService(found[0]) instanceof Future<?> started) {
      try {
        started.get(START_TIMEOUT_SECONDS, TimeUnit.SECONDS);
      } catch (TimeoutException late) {
        LOG.log(
            System.Logger.Level.WARNING,
            "parts of the container did not start within {0} s; commands are run without them",
            START_TIMEOUT_SECONDS);
      }
    }
  }

  private Collection<String> commands() {
    Collection<String> names = new TreeSet<>();
    try {
      ServiceReference<?>[] found =
          context.getAllServiceReferences(
              null,
              "(&(%s=*)(%s=*))"
                  .formatted(CommandProcessor.COMMAND_SCOPE, CommandProcessor.COMMAND_FUNCTION));
      for (ServiceReference<?> commands : found == null ? new ServiceReference<?>[0] : found) {
        Object scope = commands.getProperty(CommandProcessor.COMMAND_SCOPE);
        Object functions = commands.getProperty(CommandProcessor.COMMAND_FUNCTION);
        Object[] each = functions instanceof Object[] several ? several : new Object[] {functions};
        for (Object function : each) {
          names.add(scope + ":" + function);
        }
      }
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
    return names;
  }
}
