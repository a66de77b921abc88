package io.togglebolt.testkit.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.testkit.SplitMix64;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SimulatedNetworkTest {
  private static final LinkRule TEN_NANOS = LinkRule.delay(10, 10);
  private static final int ALWAYS = 1_000_000;

  private final SimulatedNetwork<String> network = network(TEN_NANOS);
  private final List<String> losses = new ArrayList<>();

  SimulatedNetworkTest() {
    network.observeLosses((delivery, loss) -> losses.add(delivery.message() + " " + loss));
  }

  private static SimulatedNetwork<String> network(LinkRule rule) {
    return new SimulatedNetwork<>(new SplitMix64(1), rule);
  }

  private static List<String> arrivals(SimulatedNetwork<String> network) {
    List<String> arrivals = new ArrayList<>();
    while (network.nextDueNanos() != Long.MAX_VALUE) {
      network.poll(network.nextDueNanos()).ifPresent(each -> arrivals.add(each.message()));
    }
    return arrivals;
  }

  @Test
  void aMessageArrivesWhenItIsDueAndNotBefore() {
    String message = "a";
    assertTrue(network.send(5, 1, 2, message));
    assertEquals(15, network.nextDueNanos());
    assertEquals(Optional.empty(), network.poll(14));
    Delivery<String> delivery = network.poll(15).orElseThrow();
    assertEquals(new Delivery<>(1, 2, "a", 5, 15), delivery);
    assertSame(message, delivery.message());
    assertEquals(Long.MAX_VALUE, network.nextDueNanos());
    assertEquals(Optional.empty(), network.poll(Long.MAX_VALUE));
  }

  @Test
  void aLinkKeepsTheOrderHoweverLongEachMessageTakes() {
    SimulatedNetwork<String> slow = network(LinkRule.delay(0, 1000));
    List<String> sent = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      sent.add("m" + i);
      slow.send(i, 1, 2, "m" + i);
    }
    assertEquals(sent, arrivals(slow));
  }

  @Test
  void differentLinksDoNotWaitForEachOther() {
    network.rule(1, 2, LinkRule.delay(100, 100));
    network.send(0, 1, 2, "slow");
    network.send(0, 2, 1, "other way");
    network.send(0, 1, 3, "fast");
    assertEquals(List.of("other way", "fast", "slow"), arrivals(network));
  }

  @Test
  void aRuleThatReordersLetsLaterMessagesOvertake() {
    SimulatedNetwork<String> shuffled = network(TEN_NANOS.reordering(ALWAYS / 2, 1000));
    List<String> sent = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      sent.add("m" + i);
      shuffled.send(i, 1, 2, "m" + i);
    }
    List<String> arrived = arrivals(shuffled);
    assertNotEquals(sent, arrived);
    arrived.sort(null);
    sent.sort(null);
    assertEquals(sent, arrived);
  }

  @Test
  void aRuleThatDropsLosesAboutAsManyAsItSays() {
    SimulatedNetwork<String> lossy = network(TEN_NANOS.dropping(ALWAYS / 4));
    for (int i = 0; i < 1000; i++) {
      assertTrue(lossy.send(0, 1, 2, "m"), "the sender does not notice");
    }
    int arrived = arrivals(lossy).size();
    assertTrue(arrived > 650 && arrived < 850, "arrived: " + arrived);
    assertEquals(1000, lossy.sent());
    assertEquals(arrived, lossy.delivered());
    assertEquals(1000 - arrived, lossy.lost());
  }

  @Test
  void aRuleThatDuplicatesDeliversTwice() {
    network.rule(TEN_NANOS.duplicating(ALWAYS).reordering(0, 500));
    network.send(0, 1, 2, "a");
    assertEquals(2, network.pending());
    assertEquals(List.of("a", "a"), arrivals(network));
    assertEquals(1, network.duplicated());
  }

  @Test
  void aRuleOfALinkGoesBeforeThatOfAllUntilItIsTakenAway() {
    network.rule(1, 2, TEN_NANOS.dropping(ALWAYS));
    network.rule(LinkRule.delay(20, 20));
    network.send(0, 1, 2, "lost");
    network.send(0, 2, 1, "a");
    assertEquals(20, network.nextDueNanos());
    assertEquals(List.of("a"), arrivals(network));
    assertEquals(List.of("lost DROPPED"), losses);
    network.clearRules();
    network.send(0, 1, 2, "b");
    assertEquals(List.of("b"), arrivals(network));
  }

  @Test
  void aCutLinkLosesWhatIsSentAndWhatIsOnTheWay() {
    network.send(0, 1, 2, "on the way");
    network.cut(1, 2);
    assertTrue(network.isCut(1, 2));
    assertFalse(network.isCut(2, 1));
    assertFalse(network.send(1, 1, 2, "too late"), "the sender notices");
    assertTrue(network.send(1, 2, 1, "other way"));
    assertEquals(List.of("other way"), arrivals(network));
    assertEquals(List.of("too late CUT", "on the way CUT"), losses);
    network.mend(1, 2);
    network.send(2, 1, 2, "again");
    assertEquals(List.of("again"), arrivals(network));
  }

  @Test
  void aPartitionCutsBothDirectionsBetweenTheSidesOnly() {
    network.partition(List.of(1L, 2L), List.of(3L));
    assertTrue(network.isCut(1, 3) && network.isCut(3, 1) && network.isCut(2, 3));
    assertFalse(network.isCut(1, 2) || network.isCut(2, 1));
    network.heal();
    assertFalse(network.isCut(1, 3) || network.isCut(3, 1) || network.isCut(2, 3));
  }

  @Test
  void aOneWayPartitionLetsTheOtherDirectionPass() {
    network.partitionOneWay(List.of(1L), List.of(2L, 3L));
    assertTrue(network.isCut(1, 2) && network.isCut(1, 3));
    assertFalse(network.isCut(2, 1) || network.isCut(3, 1));
  }

  @Test
  void aNodeThatDisconnectsLosesWhatIsOnTheWayInBothDirections() {
    network.send(0, 1, 2, "to");
    network.send(0, 2, 1, "from");
    network.send(0, 1, 3, "other");
    network.disconnect(2);
    losses.sort(null);
    assertEquals(List.of("from DISCONNECTED", "to DISCONNECTED"), losses);
    assertEquals(List.of("other"), arrivals(network));
  }

  @Test
  void aLinkHoldsOnlySoMuch() {
    int accepted = 0;
    while (network.send(0, 1, 2, "m" + accepted)) {
      accepted++;
    }
    assertEquals(4096, accepted);
    assertEquals(List.of("m4096 OVERFLOW"), losses);
    assertTrue(network.send(0, 2, 1, "a"), "other links have room");
    assertEquals(4097, arrivals(network).size());
    assertTrue(network.send(20, 1, 2, "room again"));
  }

  @Test
  void oneSeedGivesOneRunAndAnotherSeedAnother() {
    assertEquals(run(7), run(7));
    assertNotEquals(run(7), run(8));
  }

  private static List<Delivery<String>> run(long seed) {
    LinkRule wild = new LinkRule(5, 50, ALWAYS / 10, ALWAYS / 10, ALWAYS / 10, 100);
    SimulatedNetwork<String> network = new SimulatedNetwork<>(new SplitMix64(seed), wild);
    List<Delivery<String>> deliveries = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      network.send(i, i % 3, i % 5, "m" + i);
      network.poll(i).ifPresent(deliveries::add);
      if (i % 50 == 0) {
        network.disconnect(2);
      }
    }
    return deliveries;
  }

  @Test
  void aRuleOutOfRangeIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> LinkRule.delay(2, 1));
    assertThrows(IllegalArgumentException.class, () -> LinkRule.delay(-1, 1));
    assertThrows(IllegalArgumentException.class, () -> TEN_NANOS.dropping(-1));
    assertThrows(IllegalArgumentException.class, () -> TEN_NANOS.duplicating(ALWAYS + 1));
    assertThrows(IllegalArgumentException.class, () -> TEN_NANOS.reordering(1, -1));
  }

  @Test
  void aMessageTakesAtLeastAndAtMostWhatItsRuleSays() {
    SimulatedNetwork<String> varied = network(LinkRule.delay(10, 12));
    List<Long> delays = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      varied.send(0, i, 1_000, "m");
    }
    while (varied.nextDueNanos() != Long.MAX_VALUE) {
      delays.add(varied.poll(varied.nextDueNanos()).orElseThrow().dueNanos());
    }
    assertEquals(List.of(10L, 11L, 12L), delays.stream().distinct().sorted().toList());
  }

  @Test
  void whatIsOutOfOrderComesLaterByAsMuchAsItsRuleSaysAtMost() {
    SimulatedNetwork<String> shuffled = network(TEN_NANOS.reordering(ALWAYS, 3));
    for (int i = 0; i < 200; i++) {
      shuffled.send(0, 1, 2, "m");
    }
    List<Long> dues = new ArrayList<>();
    while (shuffled.nextDueNanos() != Long.MAX_VALUE) {
      dues.add(shuffled.poll(shuffled.nextDueNanos()).orElseThrow().dueNanos());
    }
    assertEquals(List.of(10L, 11L, 12L, 13L), dues.stream().distinct().sorted().toList());
  }

  @Test
  void aDuplicateIsOutOfOrderEvenWhereNothingElseIs() {
    network.rule(TEN_NANOS.duplicating(ALWAYS).reordering(0, 1_000_000));
    network.send(0, 1, 2, "a");
    network.send(0, 1, 2, "b");
    List<String> arrived = arrivals(network);
    assertEquals(List.of("a", "b"), arrived.subList(0, 2));
    assertEquals(2, network.duplicated());
    assertEquals(2, network.sent());
    assertEquals(4, network.delivered());
  }

  @Test
  void whatIsDueAtOnceArrivesInTheOrderInWhichItWasSent() {
    List<String> sent = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      sent.add("m" + i);
      network.send(0, i % 7, 10 + i % 3, "m" + i);
    }
    assertEquals(sent, arrivals(network));
  }

  @Test
  void lossesAndCutsAreCounted() {
    network.send(0, 1, 2, "cut on the way");
    network.send(0, 2, 3, "disconnected");
    network.cut(1, 2);
    network.send(0, 1, 2, "cut at once");
    network.disconnect(3);
    assertEquals(List.of(), arrivals(network));
    assertEquals(3, network.sent());
    assertEquals(3, network.lost());
    assertEquals(0, network.delivered());
    assertEquals(0, network.pending());
  }

  @Test
  void roomIsGivenBackByLossesAsByArrivals() {
    for (int i = 0; i < 4096; i++) {
      assertTrue(network.send(0, 1, 2, "m"));
    }
    network.disconnect(1);
    for (int i = 0; i < 4096; i++) {
      assertTrue(network.send(0, 1, 2, "again"), "room after a disconnection");
    }
    assertFalse(network.send(0, 1, 2, "too much"));
    network.cut(1, 2);
    assertEquals(List.of(), arrivals(network));
    network.heal();
    for (int i = 0; i < 4096; i++) {
      assertTrue(network.send(0, 1, 2, "once more"), "room after a cut");
    }
  }

  @Test
  void aPartitionOfSeveralCutsEachPair() {
    network.partition(List.of(1L, 2L), List.of(3L, 4L));
    for (long a = 1; a <= 2; a++) {
      for (long b = 3; b <= 4; b++) {
        assertTrue(network.isCut(a, b) && network.isCut(b, a), a + " and " + b);
      }
    }
    assertFalse(network.isCut(3, 4) || network.isCut(4, 3));
  }

  @Test
  void healingKeepsRulesAndClearingRulesKeepsCuts() {
    network.rule(1, 2, TEN_NANOS.dropping(ALWAYS));
    network.cut(2, 1);
    network.heal();
    network.send(0, 1, 2, "dropped");
    assertEquals(List.of("dropped DROPPED"), losses);
    network.cut(2, 1);
    network.clearRules();
    assertFalse(network.send(0, 2, 1, "cut"));
    network.rule(LinkRule.delay(99, 99));
    network.send(0, 1, 2, "a");
    assertEquals(99, network.nextDueNanos(), "a link without a rule of its own follows again");
  }

  @Test
  void aRuleThatDerivesFromAnotherKeepsTheRest() {
    LinkRule rule = new LinkRule(1, 2, 3, 4, 5, 6);
    assertEquals(new LinkRule(1, 2, 9, 4, 5, 6), rule.dropping(9));
    assertEquals(new LinkRule(1, 2, 3, 9, 5, 6), rule.duplicating(9));
    assertEquals(new LinkRule(1, 2, 3, 4, 9, 8), rule.reordering(9, 8));
  }
}
