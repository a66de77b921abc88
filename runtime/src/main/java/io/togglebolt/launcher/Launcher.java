package io.togglebolt.launcher;

import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import org.osgi.framework.Constants;

/** The process: reads its arguments, runs a container for them, and leaves with an exit code. */
public final class Launcher {
  private static final long STOP_TIMEOUT_MILLIS = 5_000;
  private static final int FAILED = 1;
  private static final String USAGE =
      """
      togglebolt                    the container, with a shell on a terminal, commands from a pipe, or neither
      togglebolt demo               shows a freelist policy being replaced in a running database
      togglebolt COMMAND ARGS...    one command, for example: togglebolt bolt:check FILE
      togglebolt help [COMMAND]     the commands, or what one of them does
      togglebolt --help, --version

      An argument that is the name of a configured database opens it, with wal:... that of a configured log;
      others stay untouched.
      Exit code: 0 done, 1 failed, which one line on standard error explains.
      """;

  private Launcher() {}

  /** Runs until the container is stopped or the command is done. */
  public static void main(String[] arguments) {
    Invocation invocation = Invocation.of(List.of(arguments), isTerminal());
    int exitCode =
        switch (invocation.mode()) {
          case USAGE -> say(USAGE.stripTrailing());
          case VERSION -> say("Togglebolt " + version());
          case SHELL, SCRIPT, COMMAND -> runReporting(invocation);
        };
    System.exit(exitCode);
  }

  private static boolean isTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  private static int say(String text) {
    System.out.println(text);
    return 0;
  }

  private static String version() {
    return Objects.requireNonNullElse(
        Launcher.class.getPackage().getImplementationVersion(), "(unpacked)");
  }

  private static int runReporting(Invocation invocation) {
    try {
      return run(invocation);
    } catch (Exception e) {
      System.err.println("togglebolt: " + e);
      return FAILED;
    }
  }

  private static int run(Invocation invocation) throws Exception {
    Path home = Path.of(Objects.requireNonNull(System.getProperty("togglebolt.home")));
    Map<String, String> settings = Settings.read(home);
    configureLogging(home, settings, invocation);
    StrayOutput.capture();
    ScratchFolder scratch = ScratchFolder.create();
    settings.put(Constants.FRAMEWORK_STORAGE, scratch.path().resolve("bundles").toString());
    settings.put("felix.fileinstall.tmpdir", scratch.path().resolve("deployed").toString());
    settings.put("felix.fileinstall.filter", Settings.watchedFiles(home, invocation));
    settings.put("togglebolt.mode", invocation.mode().name().toLowerCase(Locale.ROOT));
    settings.put("togglebolt.arguments", String.join("\0", invocation.arguments()));
    settings.put("togglebolt.configured", String.join(", ", Settings.databases(home)));
    settings.put("togglebolt.configured.logs", String.join(", ", Settings.logs(home)));
    settings.put("togglebolt.version", version());
    // Some bundles look for their settings among the system's properties only.
    settings.forEach(System::setProperty);

    int level = level(settings, "togglebolt.startlevel.command");
    Container container = Container.create(settings, home.resolve("system"), level);
    stopAtExit(container, scratch);
    container.start(level);
    Callable<?> main = container.main();
    int service = level(settings, "togglebolt.startlevel.service");
    if (invocation.mode() != Invocation.Mode.COMMAND) {
      container.startService(level, service);
    }
    if (main.call() instanceof Integer exitCode) {
      return exitCode;
    }
    if (invocation.mode() == Invocation.Mode.SHELL) {
      container.startShell(service, level(settings, "togglebolt.startlevel.shell"));
    }
    container.awaitStop();
    return 0;
  }

  /** However the process ends, but for a kill, the databases are closed first. */
  private static void stopAtExit(Container container, ScratchFolder scratch) {
    Runnable stop =
        () -> {
          try (scratch) {
            container.stop(STOP_TIMEOUT_MILLIS);
          } catch (Exception e) {
            System.err.println("togglebolt: did not stop cleanly: " + e);
          }
        };
    Runtime.getRuntime().addShutdownHook(new Thread(stop, "togglebolt-stop"));
  }

  private static void configureLogging(
      Path home, Map<String, String> settings, Invocation invocation) throws IOException {
    try (InputStream file = Files.newInputStream(home.resolve("etc/logging.properties"))) {
      LogManager.getLogManager().readConfiguration(file);
    }
    if (invocation.mode() == Invocation.Mode.COMMAND) {
      Level level = Level.parse(settings.getOrDefault("togglebolt.command.log", "OFF"));
      for (Handler handler : Logger.getLogger("").getHandlers()) {
        handler.setLevel(level);
      }
    }
  }

  private static int level(Map<String, String> settings, String name) {
    return Integer.parseInt(
        Objects.requireNonNull(settings.get(name), () -> name + " is not in framework.properties"));
  }
}
