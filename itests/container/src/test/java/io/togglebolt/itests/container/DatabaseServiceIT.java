package io.togglebolt.itests.container;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.togglebolt.itests.container.load.Guest;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseClosedException;
import io.togglebolt.storage.ReaderInfo;
import io.togglebolt.storage.Transaction;
import io.togglebolt.storage.TransactionClosedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;

/** A configuration opens a database, which other bundles are given by name. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class DatabaseServiceIT {
  private static final byte[] BUCKET = {'b'};
  private static final byte[] KEY = {'k'};

  @Inject private BundleContext context;

  @Configuration
  public Option[] distribution() {
    return new Option[] {ExamOptions.silentDistribution(DatabaseServiceIT.class)};
  }

  @Test
  public void aDatabaseIsOpenAsLongAsItsConfigurationIsThere() throws Exception {
    byte[] value = {1, 2, 3};
    Path path;
    try (ConfiguredDatabase configured = ConfiguredDatabase.open("kept", Map.of())) {
      path = configured.path();
      configured.database().update(tx -> tx.createBucket(BUCKET).put(KEY, value));
      assertEquals("kept", configured.database().name());
      assertTrue(Files.isRegularFile(path));
    }
    try (ConfiguredDatabase again = ConfiguredDatabase.open("kept", Map.of())) {
      assertEquals(path, again.database().path());
      assertEquals(3, (int) again.database().view(tx -> tx.bucket(BUCKET).get(KEY).length));
      again.check();
    }
  }

  @Test
  public void readersCarryTheNameOfTheirBundleAndEndWithIt() throws Exception {
    try (ConfiguredDatabase configured = ConfiguredDatabase.open("visited", Map.of());
        Transaction mine = configured.database().beginRead("mine")) {
      Bundle guest = Container.installAndStart(GuestBundle.of("visited"));
      String visit = GuestBundle.SYMBOLIC_NAME + ": " + Guest.LABEL;
      Await.until(
          "the guest reads", () -> labels(configured), () -> labels(configured).contains(visit));
      guest.stop();
      String own = context.getBundle().getSymbolicName() + ": mine";
      assertEquals("the guest's reader is closed", List.of(own), labels(configured));
      assertTrue("mine still reads", mine.root().bucket(BUCKET) == null);
      guest.uninstall();
    }
  }

  @Test
  public void whoGaveTheDatabaseBackBeginsNothingMore() throws Exception {
    try (ConfiguredDatabase configured = ConfiguredDatabase.open("returned", Map.of())) {
      Database mine = configured.database();
      Transaction open = mine.beginRead();
      assertTrue(
          context.ungetService(
              Container.reference(Database.class, ConfiguredDatabase.filter("returned"))));
      assertThrows(TransactionClosedException.class, () -> open.root().bucket(BUCKET));
      assertThrows(DatabaseClosedException.class, mine::beginRead);
      assertThrows(DatabaseClosedException.class, mine::beginWrite);
      assertEquals("others go on", List.of(), mine.readers());
    }
  }

  private static List<String> labels(ConfiguredDatabase configured) {
    return configured.database().readers().stream().map(ReaderInfo::label).toList();
  }

  @Test
  public void aGuestWaitsForTheDatabaseOfItsName() throws Exception {
    Bundle guest = Container.installAndStart(GuestBundle.of("late"));
    try (ConfiguredDatabase other = ConfiguredDatabase.open("other", Map.of())) {
      assertEquals("nobody reads another database", List.of(), labels(other));
      try (ConfiguredDatabase late = ConfiguredDatabase.open("late", Map.of())) {
        Await.until("the guest reads", () -> labels(late), () -> labels(late).size() == 1);
      }
      assertEquals(List.of(), labels(other));
    }
    guest.uninstall();
  }

  @Test
  public void wantedPartsChangeWhileTheDatabaseStaysOpen() throws Exception {
    try (ConfiguredDatabase configured = ConfiguredDatabase.open("live", Map.of())) {
      configured.awaitPolicy("exact");
      configured.database().update(tx -> tx.createBucket(BUCKET).put(KEY, KEY));
      Object registered = registeredAs("live");
      try (Transaction reader = configured.database().beginRead()) {
        configured.configure(Map.of("freelist", "legacy", "allocator", "first-fit"));
        configured.awaitPolicy("legacy");
        Await.until(
            "the allocator is pinned",
            () -> "first-fit".equals(configured.slot("allocator").status().pinned()));
        configured.configure(Map.of("freelist", "range"));
        configured.awaitPolicy("range");
        assertEquals("the service is the same", registered, registeredAs("live"));
        assertEquals("the reader still reads", 1, reader.bucket(BUCKET).get(KEY).length);
      }
      configured.check();
    }
  }

  private static Object registeredAs(String name) throws Exception {
    return Container.reference(Database.class, ConfiguredDatabase.filter(name))
        .getProperty(Constants.SERVICE_ID);
  }

  @Test
  public void aMalformedConfigurationOpensNothingAndNamesItsKey() throws Exception {
    requireRefused("page-size", "many");
    requireRefused("page-size", "1000");
    requireRefused("no-sync", "perhaps");
    requireRefused("vacancy-timeout-millis", "-1");
  }

  @Test
  public void aNameThatAnotherDatabaseHasIsRefusedAndTheOtherServesOn() throws Exception {
    try (ConfiguredDatabase first = ConfiguredDatabase.open("taken", Map.of())) {
      requireRefused("name", "taken");
      assertTrue(Container.isRegistered(Database.class, ConfiguredDatabase.filter("taken")));
      first.check();
    }
  }

  private void requireRefused(String key, String value) throws Exception {
    Path path = Path.of(System.getProperty(ExamOptions.DATA), "malformed.db");
    Dictionary<String, Object> properties = new Hashtable<>();
    properties.put("name", "malformed");
    properties.put("path", path.toString());
    properties.put(key, value);
    org.osgi.service.cm.Configuration configuration = ConfiguredDatabase.newConfiguration();
    configuration.update(properties);
    try {
      String failure = Components.awaitFailure(configuration);
      String said = key + " \"" + value + "\" is refused with: " + failure;
      assertTrue(said, failure.contains(key));
      assertTrue(said, failure.contains(value));
      assertFalse(Container.isRegistered(Database.class, ConfiguredDatabase.filter("malformed")));
      assertFalse("no file is made", Files.exists(path));
    } finally {
      configuration.delete();
    }
  }
}
