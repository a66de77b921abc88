package io.togglebolt.itests.container;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.togglebolt.itests.container.trial.TrialActivator;
import io.togglebolt.slot.SlotStatus;
import io.togglebolt.slot.SwapRecord;
import io.togglebolt.slot.SwapRecord.Event;
import io.togglebolt.storage.Transaction;
import java.util.List;
import java.util.Map;
import org.junit.After;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;

/** Who serves when policies come and go. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class ChoiceIT {
  /** Who serves where nobody is pinned and no trial is there. */
  private static final String DEFAULT = "exact";

  private Bundle trial;

  @Configuration
  public Option[] distribution() {
    return new Option[] {ExamOptions.distribution(ChoiceIT.class)};
  }

  @After
  public void removeTrial() throws Exception {
    if (trial != null && trial.getState() != Bundle.UNINSTALLED) {
      trial.uninstall();
    }
  }

  @Test
  public void aHigherRankingTakesOverFromNobodyWhoIsPinned() throws Exception {
    try (ConfiguredDatabase free = ConfiguredDatabase.open("free", Map.of());
        ConfiguredDatabase pinned =
            ConfiguredDatabase.open("pinned", Map.of("freelist", "legacy"))) {
      pinned.awaitPolicy("legacy");
      free.awaitPolicy(DEFAULT);
      long before = Container.journalEnd();
      trial = Container.installAndStart(TrialBundle.policy("trial", 1_000));
      free.awaitPolicy("trial");
      assertEquals(SlotStatus.State.SERVING, pinned.freelist().state());
      assertEquals("legacy", pinned.freelist().active());
      trial.uninstall();
      free.awaitPolicy(DEFAULT);
      assertEquals("legacy", pinned.freelist().active());
      assertEquals(List.of(), Container.journal("pinned", "freelist", before));
    }
  }

  @Test
  public void anAbsentPinnedPartIsShownAsAbsentAndTakenWhenItArrives() throws Exception {
    try (ConfiguredDatabase waiting =
        ConfiguredDatabase.open("waiting", Map.of("freelist", "trial"))) {
      waiting.awaitPolicy(DEFAULT);
      assertEquals("trial", waiting.freelist().pinned());
      assertFalse(waiting.freelist().pinnedPresent());
      trial = Container.installAndStart(TrialBundle.policy("trial", -1_000));
      waiting.awaitPolicy("trial", trial);
      assertTrue(waiting.freelist().pinnedPresent());
      trial.stop();
      waiting.awaitPolicy(DEFAULT);
      assertFalse(waiting.freelist().pinnedPresent());
    }
  }

  @Test
  public void aPolicyWhoseClassesAreGoneIsReplacedAtOnce() throws Exception {
    Bundle help = Container.installAndStart(TrialBundle.help());
    try (ConfiguredDatabase database = ConfiguredDatabase.open("fragile", Map.of())) {
      trial = Container.installAndStart(TrialBundle.fragilePolicy("fragile", 1_000));
      database.awaitPolicy("fragile", trial);
      long before = Container.journalEnd();
      try (WriterLoop writer = new WriterLoop(database.database())) {
        writer.awaitCommits(20);
        // While this transaction is open nobody can hand over, and the writer is the next in line.
        try (Transaction tx = database.database().beginWrite()) {
          trial.uninstall();
          System.setProperty(TrialActivator.GONE, "true");
          tx.commit();
        }
        writer.awaitCommits(20);
        database.awaitPolicy(DEFAULT);
        writer.awaitCommits(20);
      }
      database.check();
      List<SwapRecord> records = Container.journal("fragile", "freelist", before);
      assertTrue(
          records.toString(),
          records.stream().anyMatch(each -> each.reason().contains("NoClassDefFoundError")));
      assertTrue(
          records.toString(),
          records.stream()
              .anyMatch(
                  each ->
                      each.event() == Event.REBUILT
                          && "fragile".equals(each.from())
                          && DEFAULT.equals(each.to())));
    } finally {
      System.clearProperty(TrialActivator.GONE);
      help.uninstall();
    }
  }

  @Test
  public void theListOfSlotsSaysWhyAPolicyIsNotTrusted() throws Exception {
    try (ConfiguredDatabase database = ConfiguredDatabase.open("distrust", Map.of());
        WriterLoop writer = new WriterLoop(database.database());
        Shell shell = new Shell()) {
      String before = database.freelist().active();
      trial = Container.installAndStart(TrialBundle.fragilePolicy("fragile", 1_000));
      database.awaitPolicy("fragile", trial);
      System.setProperty(TrialActivator.GONE, "true");
      database.awaitPolicy(before);
      writer.awaitCommits(20);
      String reason = "set aside: its classes are gone";
      String slots = shell.run("slots");
      assertTrue(slots, slots.contains("fragile (" + reason));
      String candidates = shell.run("freelist:list distrust");
      assertTrue(candidates, candidates.contains("its classes are gone"));
    } finally {
      System.clearProperty(TrialActivator.GONE);
    }
  }
}
