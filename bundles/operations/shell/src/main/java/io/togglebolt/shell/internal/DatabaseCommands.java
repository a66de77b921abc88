package io.togglebolt.shell.internal;

import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.FreelistPersistence;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Opening, closing and listing databases. */
@Component(service = DatabaseCommands.class)
@GogoCommand(
    scope = DatabaseCommands.SCOPE,
    function = {"open", "close", "databases"})
public final class DatabaseCommands {
  static final String SCOPE = "bolt";
  static final Map<String, Usage> USAGES = Usage.of(SCOPE, DatabaseCommands.class);

  private final OpenDatabases databases;

  /** Over the databases there are. */
  @Activate
  public DatabaseCommands(@Reference OpenDatabases databases) {
    this.databases = databases;
  }

  /** Opens a file and keeps it open. */
  @Descriptor("opens a bolt file until it is closed or the shell stops")
  public Object open(
      CommandSession session,
      @Descriptor(
              "[--name NAME] [--read-only] [--create] [--page-size BYTES] [--freelist POLICY]"
                  + " [--allocator ALLOCATOR] [--freelist-persistence MODE]"
                  + " [--lock-timeout MILLIS] [--no-sync] [--trace-readers]"
                  + " [--reader-warning MILLIS] PATH")
          @Nullable String... typed) {
    Arguments arguments = Arguments.of(USAGES.get("open"), typed);
    return Errors.asOneLine(
        () -> {
          Path path = new Target(databases, session).path(arguments.at(0));
          if (!arguments.has("--create") && !Files.exists(path)) {
            throw new CommandException(
                path
                    + ": there is no such file"
                    + (arguments.has("--read-only") ? "" : "; --create makes a new database"));
          }
          return Views.database(databases.open(path, options(arguments)));
        });
  }

  private static DatabaseOptions options(Arguments arguments) {
    DatabaseOptions options =
        DatabaseOptions.defaults()
            .withName(arguments.option("--name").orElse(null))
            .withCreate(arguments.has("--create"))
            .withPageSize((int) Math.min(arguments.number("--page-size", 0, 0), Integer.MAX_VALUE))
            .withParts(
                arguments.option("--freelist").orElse(null),
                arguments.option("--allocator").orElse(null))
            .withFreelistPersistence(
                arguments
                    .option("--freelist-persistence")
                    .map(mode -> persistence(arguments, mode))
                    .orElse(FreelistPersistence.LAZY))
            .withNoSync(arguments.has("--no-sync"))
            .withReaderTracing(arguments.has("--trace-readers"));
    if (arguments.has("--read-only")) {
      if (arguments.has("--create")) {
        throw arguments.wrong("found both --read-only and --create, expected one of them");
      }
      options = options.asReadOnly();
    }
    return options
        .withLockTimeout(arguments.number("--lock-timeout", 0, options.lockTimeoutMillis()))
        .withReaderWarning(arguments.number("--reader-warning", 0, options.readerWarningMillis()));
  }

  private static FreelistPersistence persistence(Arguments arguments, String mode) {
    return Arrays.stream(FreelistPersistence.values())
        .filter(known -> known.name().equalsIgnoreCase(mode))
        .findFirst()
        .orElseThrow(
            () ->
                arguments.wrong(
                    "--freelist-persistence is '" + mode + "', expected always, never or lazy"));
  }

  /** Closes a database that was opened with {@code open}. */
  @Descriptor("closes a database that was opened with bolt:open")
  public Object close(@Descriptor("DB") @Nullable String... typed) {
    String name = Arguments.of(USAGES.get("close"), typed).at(0);
    return Errors.asOneLine(
        () -> {
          databases.close(name);
          return "closed " + name;
        });
  }

  /** Lists the open databases. */
  @Descriptor("lists the open databases, configured and opened")
  public Object databases(@Descriptor("") @Nullable String... typed) {
    Arguments.of(USAGES.get("databases"), typed);
    return Errors.asOneLine(() -> Listing.of(Views.DATABASES, databases.all()));
  }
}
