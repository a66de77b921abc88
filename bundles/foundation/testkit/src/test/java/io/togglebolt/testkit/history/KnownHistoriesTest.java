package io.togglebolt.testkit.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.testkit.history.KeyValueModel.Changed;
import io.togglebolt.testkit.history.KeyValueModel.CompareAndSet;
import io.togglebolt.testkit.history.KeyValueModel.Delete;
import io.togglebolt.testkit.history.KeyValueModel.Done;
import io.togglebolt.testkit.history.KeyValueModel.Get;
import io.togglebolt.testkit.history.KeyValueModel.Put;
import io.togglebolt.testkit.history.KeyValueModel.Value;
import io.togglebolt.testkit.history.Verdict.Violation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Histories whose verdict a person can see. */
class KnownHistoriesTest {
  private final Recording recording = new Recording();

  private void assertGood() {
    assertEquals(new Verdict.Linearizable(), recording.verdict());
  }

  private Violation assertBad() {
    return assertInstanceOf(Violation.class, recording.verdict());
  }

  @Test
  void nothingHappened() {
    assertGood();
  }

  @Test
  void oneAfterTheOther() {
    recording.get(1, null);
    recording.put(1, "a");
    recording.get(2, "a");
    recording.append(2, "b");
    recording.get(1, "ab");
    assertGood();
  }

  @Test
  void aStaleReadIsBad() {
    recording.put(1, "a");
    recording.put(1, "b");
    recording.get(2, "a");
    assertEquals(3, assertBad().calls());
  }

  @Test
  void aReadBesideAWriteMaySeeEither() {
    recording.put(1, "a");
    int put = recording.beginPut(1, "b");
    recording.get(2, "a");
    recording.get(2, "b");
    recording.done(put);
    assertGood();
  }

  @Test
  void butOnceTheNewValueWasSeenTheOldOneIsGone() {
    recording.put(1, "a");
    int put = recording.beginPut(1, "b");
    recording.get(2, "b");
    recording.get(3, "a");
    recording.done(put);
    assertEquals(4, assertBad().calls());
  }

  @Test
  void aReadThatBeganBeforeMayStillSeeTheOldValue() {
    recording.put(1, "a");
    int read = recording.beginGet(3);
    recording.put(1, "b");
    recording.get(2, "b");
    recording.endGet(read, "a");
    assertGood();
  }

  @Test
  void aLostUpdateIsBad() {
    recording.put(1, "0");
    int first = recording.begin(1, new CompareAndSet("x", "0", "1"));
    int second = recording.begin(2, new CompareAndSet("x", "0", "2"));
    recording.changed(first, true);
    recording.changed(second, true);
    assertBad();
  }

  @Test
  void ofTwoThatCompareAndSetOneLoses() {
    recording.put(1, "0");
    int first = recording.begin(1, new CompareAndSet("x", "0", "1"));
    int second = recording.begin(2, new CompareAndSet("x", "0", "2"));
    recording.changed(first, false);
    recording.changed(second, true);
    recording.get(3, "2");
    assertGood();
  }

  @Test
  void aLostAppendIsBad() {
    recording.append(1, "a");
    recording.append(2, "b");
    recording.get(1, "b");
    assertBad();
  }

  @Test
  void aDuplicatedAppendIsBad() {
    recording.append(1, "a");
    recording.append(2, "b");
    recording.get(1, "aba");
    assertBad();
  }

  @Test
  void anAppendWithoutAnswerThatIsDoneTwiceIsBad() {
    recording.beginAppend(1, "a");
    recording.get(2, "a");
    recording.get(2, "aa");
    assertBad();
  }

  @Test
  void appendsAtTheSameTimeMayBeInEitherOrderButInOneOnly() {
    int first = recording.beginAppend(1, "a");
    int second = recording.beginAppend(2, "b");
    recording.done(second);
    recording.done(first);
    recording.get(1, "ab");
    assertGood();
    recording.get(2, "ba");
    assertBad();
  }

  @Test
  void aValueThatWasNeverWrittenIsBad() {
    recording.put(1, "a");
    recording.get(1, "c");
    assertBad();
  }

  @Test
  void aWriteThatWasAnsweredAndIsGoneIsBad() {
    recording.put(1, "a");
    recording.get(2, null);
    assertEquals(2, assertBad().calls());
  }

  @Test
  void clientsThatSeeTwoWritesInDifferentOrdersAreBad() {
    int first = recording.beginPut(1, "a");
    int second = recording.beginPut(2, "b");
    recording.get(3, "a");
    recording.get(3, "b");
    recording.get(4, "a");
    recording.done(first);
    recording.done(second);
    assertBad();
  }

  @Test
  void aWriteWithoutAnswerMayTakeEffectMuchLater() {
    recording.put(1, "a");
    recording.beginPut(2, "late");
    recording.get(1, "a");
    recording.put(1, "b");
    recording.get(1, "b");
    recording.get(3, "late");
    assertGood();
  }

  @Test
  void aWriteWithoutAnswerMayNeverTakeEffect() {
    recording.put(1, "a");
    recording.beginPut(2, "never");
    recording.get(1, "a");
    assertGood();
  }

  @Test
  void aWriteWithoutAnswerTakesEffectOnce() {
    recording.beginPut(2, "late");
    recording.get(1, "late");
    recording.put(1, "b");
    recording.get(1, "late");
    assertEquals(4, assertBad().calls());
  }

  @Test
  void aWriteWithoutAnswerTakesNoEffectBeforeItBegins() {
    recording.get(1, "early");
    recording.beginPut(2, "early");
    assertBad();
  }

  @Test
  void aWriteThatWasWithdrawnMustNotBeSeen() {
    int put = recording.beginPut(1, "refused");
    recording.history.withdraw(put);
    recording.get(2, null);
    assertGood();
    recording.get(2, "refused");
    assertBad();
  }

  @Test
  void aDeletionSaysWhetherThereWasAnything() {
    recording.call(1, new Delete("x"), new Changed(false));
    recording.put(1, "a");
    recording.call(1, new Delete("x"), new Changed(true));
    recording.get(1, null);
    assertGood();
    recording.call(1, new Delete("x"), new Changed(true));
    assertBad();
  }

  @Test
  void keysAreCheckedByThemselves() {
    recording.put(1, "a");
    recording.call(1, new Put("y", "b"), new Done());
    recording.call(2, new Get("y"), new Value("b"));
    recording.get(2, "a");
    assertGood();
    recording.call(2, new Get("y"), new Value("a"));
    assertEquals("y", assertBad().part());
  }

  @Test
  void aViolationShowsTheShortestPrefixAndHowFarTheBestOrderGot() {
    recording.put(1, "a");
    int late = recording.beginPut(2, "b");
    recording.get(3, "b");
    recording.get(3, "a");
    recording.done(late);
    recording.put(1, "c");
    assertEquals(
        List.of(
            "not linearizable: x; no order explains the answer of call 3, get(x) -> a",
            "the calls until then, in the order of invocation:",
            "  call 0, client 1, 1.000..2.000 ms: put(x, a) -> done",
            "  call 1, client 2, 3.000..? ms: put(x, b) -> no answer yet",
            "  call 2, client 3, 4.000..5.000 ms: get(x) -> b",
            "  call 3, client 3, 6.000..7.000 ms: get(x) -> a   <-- this",
            "the longest order that explains answers:",
            "  call 0, put(x, a); then a",
            "  call 1, put(x, b); then b",
            "  call 2, get(x); then b",
            "  then call 3 would answer b, not a"),
        assertBad().lines());
  }

  @Test
  void aLongViolationShowsItsEndOnly() {
    for (int i = 0; i < 500; i++) {
      recording.put(1, "v" + i);
      recording.get(1, "v" + i);
    }
    recording.get(2, "v7");
    Violation violation = assertBad();
    assertEquals(1001, violation.calls());
    assertTrue(violation.lines().size() < 70, "lines: " + violation.lines().size());
    assertTrue(violation.toString().contains("(961 earlier calls)"), violation.toString());
  }

  @Test
  void aCallEndsOnce() {
    int call = recording.beginPut(1, "a");
    recording.done(call);
    assertThrows(IllegalStateException.class, () -> recording.done(call));
    assertThrows(IllegalStateException.class, () -> recording.history.withdraw(call));
  }

  /** Nobody reads what was appended, but the deletion finds it. */
  @Test
  void anAppendWithoutAnswerMattersToADeletion() {
    recording.beginAppend(1, "a");
    recording.call(2, new Delete("x"), new Changed(true));
    assertGood();
  }

  @Test
  void anAppendWithoutAnswerMattersToAComparison() {
    recording.put(1, "a");
    recording.beginAppend(1, "b");
    recording.call(2, new CompareAndSet("x", "ab", "c"), new Changed(true));
    recording.get(2, "c");
    assertGood();
  }

  @Test
  void aPutWithoutAnswerMattersToADeletion() {
    recording.beginPut(1, "a");
    recording.call(2, new Delete("x"), new Changed(true));
    assertGood();
  }

  @Test
  void aPutWithoutAnswerMattersToAnAppend() {
    recording.beginPut(1, "a");
    recording.append(2, "b");
    recording.get(2, "ab");
    assertGood();
  }

  @Test
  void aDeletionWithoutAnswerMatters() {
    recording.put(1, "a");
    recording.begin(2, new Delete("x"));
    recording.get(1, null);
    assertGood();
    recording.get(1, "a");
    assertBad();
  }

  @Test
  void aComparisonWithoutAnswerMatters() {
    recording.put(1, "a");
    recording.begin(2, new CompareAndSet("x", "a", "b"));
    recording.get(1, "b");
    assertGood();
    recording.get(1, "a");
    assertBad();
  }

  @Test
  void aComparisonThatFailsChangesNothing() {
    recording.put(1, "a");
    recording.call(1, new CompareAndSet("x", "b", "c"), new Changed(false));
    recording.get(1, "a");
    assertGood();
    recording.call(1, new CompareAndSet("x", "a", "c"), new Changed(false));
    assertBad();
  }

  @Test
  void aComparisonWithNothingSetsWhereThereIsNothing() {
    recording.call(1, new CompareAndSet("x", null, "a"), new Changed(true));
    recording.get(1, "a");
    assertGood();
    recording.call(1, new CompareAndSet("x", null, "b"), new Changed(true));
    assertBad();
  }

  @Test
  void aValueMayBecomeShorterWhereNotAllIsAppended() {
    recording.put(1, "long");
    recording.get(1, "long");
    recording.put(1, "b");
    recording.append(1, "c");
    recording.get(1, "bc");
    assertGood();
  }

  @Test
  void theLongestOrderOfALongViolationIsCutToItsEnd() {
    for (int i = 0; i < 20; i++) {
      recording.put(1, "v" + i);
    }
    recording.get(2, "v7");
    List<String> lines = assertBad().lines();
    int order = lines.indexOf("the longest order that explains answers:");
    assertEquals("  (8 earlier calls)", lines.get(order + 1));
    assertEquals("  call 8, put(x, v8); then v8", lines.get(order + 2));
    assertEquals("  call 19, put(x, v19); then v19", lines.get(lines.size() - 2));
    assertEquals("  then call 20 would answer v19, not v7", lines.getLast());
    assertEquals(24 + 14, lines.size());
  }

  @Test
  void fortyCallsAreAllShown() {
    for (int i = 0; i < 39; i++) {
      recording.put(1, "v" + i);
    }
    recording.get(2, "v7");
    List<String> lines = assertBad().lines();
    assertTrue(lines.get(2).startsWith("  call 0, client 1, "), lines.get(2));
    assertEquals(
        "  call 39, client 2, 79.000..80.000 ms: get(x) -> v7   <-- this", lines.get(2 + 39));
    assertEquals("the longest order that explains answers:", lines.get(2 + 40));
  }

  @Test
  void whatAnOpenCallDidIsPartOfTheOrderAndNotOfWhatIsUnexplained() {
    recording.beginPut(1, "open");
    recording.get(2, "open");
    recording.beginPut(3, "unseen");
    recording.get(2, "never");
    List<String> lines = assertBad().lines();
    assertTrue(lines.contains("  call 0, put(x, open); then open"), () -> "" + lines);
    assertEquals(
        1, lines.stream().filter(line -> line.contains("would answer")).count(), () -> "" + lines);
  }

  @Test
  void anAppendWithoutAnswerMattersWhereItsValueIsRead() {
    recording.beginAppend(1, "a");
    recording.get(2, "a");
    assertGood();
  }

  @Test
  void whatIsAppendedAfterTheLastReadIsGood() {
    recording.append(1, "a");
    recording.get(2, "a");
    recording.append(1, "b");
    assertGood();
  }

  @Test
  void callsAfterAViolationAreNotShown() {
    recording.put(1, "a");
    recording.put(1, "b");
    recording.get(2, "a");
    for (int i = 0; i < 5; i++) {
      recording.put(1, "later");
    }
    assertEquals(3, assertBad().calls());
  }

  @Test
  void aGoodAnswerThatComesAfterAViolationIsNotBlamed() {
    recording.put(1, "a");
    int read = recording.beginGet(3);
    recording.put(1, "b");
    recording.get(2, "a");
    recording.endGet(read, "a");
    assertEquals(
        "not linearizable: x; no order explains the answer of call 3, get(x) -> a",
        assertBad().lines().getFirst());
  }
}
