package io.togglebolt.launcher;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The framework's properties: those of {@code etc/framework.properties}, and what the run adds. */
final class Settings {
  private static final String DATABASE = "io.togglebolt.database-";
  private static final String LOG = "io.togglebolt.log-";

  /** How the commands for logs begin; the others are for databases. */
  private static final String LOGS = "wal:";

  private static final String CONFIGURATION = ".cfg";

  private Settings() {}

  /** Reads the file; {@code ${togglebolt.home}} in it stands for the distribution's folder. */
  static Map<String, String> read(Path home) throws IOException {
    Properties file = new Properties();
    try (Reader in = Files.newBufferedReader(home.resolve("etc/framework.properties"))) {
      file.load(in);
    }
    Map<String, String> settings = new HashMap<>();
    for (String key : file.stringPropertyNames()) {
      String value = System.getProperty(key, file.getProperty(key));
      settings.put(key, value.replace("${togglebolt.home}", home.toString()));
    }
    settings.put("togglebolt.home", home.toString());
    return settings;
  }

  /** The names in the names of the databases' configurations, in order. */
  static List<String> databases(Path home) throws IOException {
    return configured(home, DATABASE);
  }

  /** The names in the names of the logs' configurations, in order. */
  static List<String> logs(Path home) throws IOException {
    return configured(home, LOG);
  }

  private static List<String> configured(Path home, String prefix) throws IOException {
    try (Stream<Path> files = Files.list(home.resolve("etc"))) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(file -> file.startsWith(prefix) && file.endsWith(CONFIGURATION))
          .map(file -> file.substring(prefix.length(), file.length() - CONFIGURATION.length()))
          .sorted()
          .toList();
    }
  }

  /**
   * A pattern for the files that FileInstall takes notice of. For one command these are all but the
   * configurations of databases and logs that the command does not name, so that a command that
   * does not need one neither opens it nor waits for whoever has it open.
   */
  static String watchedFiles(Path home, Invocation invocation) {
    String watched = ".*\\.(cfg|jar)";
    if (invocation.mode() != Invocation.Mode.COMMAND) {
      return watched;
    }
    String named =
        invocation.arguments().stream()
            .filter(argument -> argument.matches("[\\w.-]+"))
            .map(argument -> (isForLogs(invocation) ? LOG : DATABASE) + argument + CONFIGURATION)
            .filter(file -> Files.isRegularFile(home.resolve("etc").resolve(file)))
            .map(file -> file.replace(".", "\\."))
            .collect(Collectors.joining("|"));
    String others = "(?!" + (DATABASE + "|" + LOG).replace(".", "\\.") + ")" + watched;
    return Stream.of(others, named)
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining("|"));
  }

  private static boolean isForLogs(Invocation invocation) {
    return invocation.arguments().getFirst().startsWith(LOGS);
  }
}
