package io.togglebolt.itests.container;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.togglebolt.wal.Wal;
import io.togglebolt.wal.WalMetadata;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Constants;

/** A configuration opens a log; one that can't be is refused in one line that says why. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class LogServiceIT {

  @Configuration
  public Option[] distribution() {
    return new Option[] {ExamOptions.silentDistribution(LogServiceIT.class)};
  }

  @Test
  public void aLogIsOpenAsLongAsItsConfigurationIsThere() throws Exception {
    try (ConfiguredLog log =
        ConfiguredLog.open("kept", Map.of("node-id", "8e9e05c52164694d", "cluster-id", "2a"))) {
      Wal wal = log.wal();
      wal.save(LogAppenders.state(1), List.of(LogAppenders.entry(1)));
      assertEquals(new WalMetadata(0x8e9e05c52164694dL, 0x2a), wal.metadata());
    }
    LogAppenders.requireAll(ConfiguredLog.directory("kept"), 1);
    try (ConfiguredLog again = ConfiguredLog.open("kept", Map.of())) {
      assertEquals("a log keeps whose it is", 0x2a, again.wal().metadata().clusterId());
      assertEquals(1, again.wal().status().lastIndex());
      assertEquals(LogAppenders.state(1), again.wal().status().state());
    }
  }

  @Test
  public void theWantedWriterChangesWhileTheLogStaysOpen() throws Exception {
    try (ConfiguredLog log = ConfiguredLog.open("live", Map.of())) {
      log.awaitWriter("segmented");
      Object registered = registeredAs("live");
      log.configure(Map.of("writer", "dsync"));
      log.awaitWriter("dsync");
      log.configure(Map.of("writer", "dsync", "segment-bytes", "none"));
      log.configure(Map.of());
      log.awaitWriter("segmented");
      assertEquals("the service is the same", registered, registeredAs("live"));
    }
  }

  private static Object registeredAs(String name) throws Exception {
    return Container.reference(Wal.class, ConfiguredLog.filter(name))
        .getProperty(Constants.SERVICE_ID);
  }

  @Test
  public void aMalformedConfigurationOpensNothingAndNamesItsKey() throws Exception {
    requireRefused(Map.of("name", ""), "name");
    requireRefused(Map.of("directory", " "), "malformed", "directory");
    requireRefused(Map.of("segment-bytes", "many"), "malformed", "segment-bytes", "many");
    requireRefused(Map.of("segment-bytes", "4095"), "malformed", "segment-bytes", "4095", "4096");
    requireRefused(Map.of("buffer-bytes", "99999999999"), "malformed", "buffer-bytes");
    requireRefused(Map.of("vacancy-timeout-millis", "-1"), "malformed", "vacancy-timeout-millis");
    requireRefused(Map.of("slow-sync-millis", "1s"), "malformed", "slow-sync-millis", "1s");
    requireRefused(Map.of("node-id", "xyz"), "malformed", "node-id", "xyz", "hexadecimal");
    assertFalse("nothing is made", Files.exists(ConfiguredLog.directory("malformed")));
  }

  @Test
  public void aDirectoryThatHoldsSomethingElseIsRefusedAndLeftAsItIs() throws Exception {
    Path directory = Files.createDirectories(ConfiguredLog.directory("malformed"));
    Path foreign = Files.writeString(directory.resolve("notes.txt"), "mine");
    requireRefused(Map.of(), directory.toString());
    assertEquals("mine", Files.readString(foreign));
    Files.delete(foreign);
    Files.delete(directory);
  }

  @Test
  public void whatAnotherLogHasIsRefusedNamingItAndTheOtherServesOn() throws Exception {
    try (ConfiguredLog first = ConfiguredLog.open("taken", Map.of())) {
      requireRefused(Map.of("name", "taken"), "taken", first.directory().toString());
      requireRefused(
          Map.of("directory", first.directory().toString()),
          "malformed",
          first.directory().toString(),
          "log taken");
      requireRefused(Map.of("directory", first.directory() + "/."), "malformed", "log taken");
      first.wal().save(LogAppenders.state(1), List.of(LogAppenders.entry(1)));
    }
    LogAppenders.requireAll(ConfiguredLog.directory("taken"), 1);
  }

  private static void requireRefused(Map<String, String> mistake, String... said) throws Exception {
    Dictionary<String, Object> properties =
        ConfiguredLog.properties("malformed", new HashMap<>(mistake));
    org.osgi.service.cm.Configuration configuration = ConfiguredLog.newConfiguration();
    configuration.update(properties);
    try {
      String failure = Components.awaitFailure(configuration);
      for (String each : said) {
        assertTrue(mistake + " is refused with: " + failure, failure.contains(each));
      }
      assertFalse(Container.isRegistered(Wal.class, ConfiguredLog.filter("malformed")));
    } finally {
      configuration.delete();
    }
  }
}
