package io.togglebolt.shell.internal;

import io.togglebolt.etcd.payload.PayloadText;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseFactory;
import io.togglebolt.storage.DatabaseRepair;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.gogo.runtime.threadio.ThreadIOImpl;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;

/** The real Gogo with our commands over the real engine, without a framework around them. */
final class Console implements AutoCloseable {
  private final ThreadIOImpl threadIo = new ThreadIOImpl();
  private final CommandProcessorImpl gogo = new CommandProcessorImpl(threadIo);
  private final DatabaseFactory engine =
      ServiceLoader.load(DatabaseFactory.class).findFirst().orElseThrow();
  private final OpenDatabases databases = new OpenDatabases(engine);
  private final HoldCommands holds = new HoldCommands(databases);
  private final MetricsServices metrics = new MetricsServices();
  private final FakeLogs fakeLogs = new FakeLogs();
  private final OpenLogs logs = new OpenLogs(fakeLogs);
  private final WalFileCommands logFiles = new WalFileCommands(logs, databases);
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final CommandSession session;

  Console(Path folder) {
    threadIo.start();
    gogo.addConverter(new ResultConverter());
    add("bolt", new DatabaseCommands(databases), DatabaseCommands.USAGES.keySet());
    add("bolt", new ReaderCommands(databases), ReaderCommands.USAGES.keySet());
    add("bolt", holds, HoldCommands.USAGES.keySet());
    add("bolt", new LoadCommands(databases), LoadCommands.USAGES.keySet());
    add("bolt", new KeyCommands(databases), KeyCommands.USAGES.keySet());
    add("bolt", new BucketCommands(databases), BucketCommands.USAGES.keySet());
    add("bolt", new CopyCommands(databases), CopyCommands.USAGES.keySet());
    add("bolt", new InspectionCommands(databases), InspectionCommands.USAGES.keySet());
    add("bolt", new MapCommands(databases), MapCommands.USAGES.keySet());
    add("bolt", new ShrinkCommands(databases), ShrinkCommands.USAGES.keySet());
    DatabaseRepair repair = ServiceLoader.load(DatabaseRepair.class).findFirst().orElseThrow();
    add("bolt", new RepairCommands(databases, repair), RepairCommands.USAGES.keySet());
    Iterable<String> slotCommands = Usage.of("", SlotCommands.class).keySet();
    add("freelist", new FreelistCommands(databases), slotCommands);
    add("freelist", new CompareCommands(databases), CompareCommands.USAGES.keySet());
    add("metrics", new ExporterCommands(metrics), ExporterCommands.USAGES.keySet());
    add("metrics", new SeriesCommands(metrics), SeriesCommands.USAGES.keySet());
    logs.bindFactory(fakeLogs);
    logFiles.bindPayloads(ServiceLoader.load(PayloadText.class).findFirst().orElseThrow());
    add("wal", new WalCommands(logs, databases), WalCommands.USAGES.keySet());
    add("wal", logFiles, WalFileCommands.USAGES.keySet());
    add("wal", new WalLoadCommands(logs), WalLoadCommands.USAGES.keySet());
    gogo.addListener(new PatternListener());
    add("allocator", new AllocatorCommands(databases), slotCommands);
    PrintStream out = new PrintStream(output, true, StandardCharsets.UTF_8);
    InputStream in = new ByteArrayInputStream(new byte[0]);
    session = gogo.createSession(in, out, out);
    session.currentDir(folder);
  }

  private void add(String scope, Object commands, Iterable<String> functions) {
    functions.forEach(function -> gogo.addCommand(scope, commands, function));
  }

  /** What a line shows: what the command printed, and then its result as the shell formats it. */
  String run(String line) throws Exception {
    output.reset();
    Object result = session.execute(line);
    String printed = output.toString(StandardCharsets.UTF_8);
    return result == null ? printed : printed + session.format(result, Converter.INSPECT);
  }

  /** The one line that a failing command leaves, as Gogo shows it. */
  String fail(String line) {
    output.reset();
    try {
      Object result = session.execute(line);
      throw new AssertionError(line + " did not fail but gave " + result);
    } catch (Exception failure) {
      return failure.toString();
    }
  }

  /** What was printed by the last line. */
  String printed() {
    return output.toString(StandardCharsets.UTF_8);
  }

  /** The last line's result as it is. */
  Object result(String line) throws Exception {
    return session.execute(line);
  }

  /** Offers a database as if it were configured. */
  void offer(String name, Database database) {
    databases.bindDatabase(database, Map.of("togglebolt.database", name));
  }

  /** Takes it back. */
  void withdraw(String name, Database database) {
    databases.unbindDatabase(database, Map.of("togglebolt.database", name));
  }

  /** The session that the lines are run in. */
  CommandSession session() {
    return session;
  }

  /** Forgets what was printed. */
  void clear() {
    output.reset();
  }

  DatabaseFactory engine() {
    return engine;
  }

  OpenDatabases databases() {
    return databases;
  }

  MetricsServices metrics() {
    return metrics;
  }

  OpenLogs logs() {
    return logs;
  }

  /** What the logs are that commands make and open. */
  FakeLogs fakeLogs() {
    return fakeLogs;
  }

  WalFileCommands logFiles() {
    return logFiles;
  }

  HoldCommands holds() {
    return holds;
  }

  @Override
  public void close() {
    session.close();
    holds.close();
    logs.close();
    databases.close();
    gogo.stop();
    threadIo.stop();
  }
}
