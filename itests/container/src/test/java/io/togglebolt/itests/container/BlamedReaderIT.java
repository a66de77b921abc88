package io.togglebolt.itests.container;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.ReaderCancelledException;
import io.togglebolt.storage.ReaderInfo;
import io.togglebolt.storage.SpaceReport;
import io.togglebolt.storage.Transaction;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;

/** A file grows: its operator finds the reader that is to blame, in the shell, and ends it. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class BlamedReaderIT {
  private static final byte[] BUCKET = {'b'};

  @Configuration
  public Option[] distribution() {
    return new Option[] {ExamOptions.silentDistribution(BlamedReaderIT.class)};
  }

  private static void write(Database database) {
    for (int i = 0; i < 30; i++) {
      byte[] key = ByteBuffer.allocate(Integer.BYTES).putInt(i).array();
      database.update(tx -> tx.createBucketIfMissing(BUCKET).put(key, new byte[2_000]));
    }
  }

  private static long pendingShown(Shell shell) throws Exception {
    String status = shell.run("freelist:status grown");
    Matcher pending = Pattern.compile("(?m)^pending +(\\d+) page").matcher(status);
    assertTrue(status, pending.find());
    return Long.parseLong(pending.group(1));
  }

  @Test
  public void aReaderThatHoldsPagesBackIsFoundAndEndedInTheShell() throws Exception {
    try (ConfiguredDatabase configured = ConfiguredDatabase.open("grown", Map.of());
        Shell shell = new Shell()) {
      Database database = configured.database();
      write(database);
      Transaction reader = database.beginRead("nightly export");
      Bucket bucket = reader.bucket(BUCKET);
      write(database);
      ReaderInfo info = database.readers().get(0);
      SpaceReport space = database.space();
      long held = space.readers().get(0).heldAlonePages();
      assertTrue(space.toString(), held > 0);

      String readers = shell.run("bolt:readers grown");
      assertTrue(readers, readers.contains("nightly export"));
      assertTrue(readers, readers.contains(String.valueOf(info.id())));
      long before = pendingShown(shell);
      assertTrue(before + " pending of which it holds " + held, before >= held);

      String cancelled = shell.run("bolt:cancel " + info.id() + " grown");
      assertTrue(cancelled, cancelled.startsWith("cancelled reader " + info.id()));
      ReaderCancelledException told =
          assertThrows(ReaderCancelledException.class, () -> bucket.get(new byte[4]));
      assertTrue(told.getMessage(), told.getMessage().contains("nightly export"));
      assertTrue(
          told.getMessage(),
          told.getMessage().endsWith("was cancelled by io.togglebolt.shell: bolt:cancel"));
      assertEquals("no open readers", shell.run("bolt:readers grown"));

      database.update(tx -> tx.bucket(BUCKET).put(new byte[4], new byte[10]));
      long after = pendingShown(shell);
      assertTrue(before + " pending, then " + after, after <= before - held + 10);
      reader.close();
      configured.check();
    }
  }

  @Test
  public void tracingOfReadersIsTurnedOnWhileTheDatabaseServes() throws Exception {
    try (ConfiguredDatabase configured = ConfiguredDatabase.open("traced", Map.of());
        Shell shell = new Shell()) {
      Database database = configured.database();
      assertEquals("", openedAt(database));
      configured.configure(Map.of("reader-tracing", "true", "reader-warning-millis", "5"));
      Await.until("readers are traced", () -> !openedAt(database).isEmpty());
      try (Transaction reader = database.beginRead("mine")) {
        Await.until(
            "reader " + reader.id() + " is overdue", () -> database.readers().get(0).overdue());
        String traced = shell.run("bolt:readers --trace traced");
        assertTrue(traced, traced.contains(BlamedReaderIT.class.getSimpleName() + ".java:"));
      }
    }
  }

  private static String openedAt(Database database) {
    try (Transaction reader = database.beginRead()) {
      return database.readers().stream()
          .filter(each -> each.transaction() == reader.id())
          .map(ReaderInfo::openedAt)
          .findFirst()
          .orElseThrow();
    }
  }
}
