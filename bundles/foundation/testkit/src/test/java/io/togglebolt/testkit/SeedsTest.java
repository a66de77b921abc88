package io.togglebolt.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated
class SeedsTest {
  private String before = "";

  @BeforeEach
  void forgetTheSeedOfThisRun() {
    before = System.getProperty(Seeds.PROPERTY, "");
    System.clearProperty(Seeds.PROPERTY);
  }

  @AfterEach
  void restore() {
    System.clearProperty(Seeds.PROPERTY);
    if (!before.isEmpty()) {
      System.setProperty(Seeds.PROPERTY, before);
    }
  }

  private static List<Long> firstNumbers(long seed, int rounds) {
    List<Long> numbers = new ArrayList<>();
    Seeds.check(seed, rounds, random -> numbers.add(random.next()));
    return numbers;
  }

  @Test
  void eachRoundHasTheNextSeed() {
    assertEquals(List.of(new SplitMix64(5).next(), new SplitMix64(6).next()), firstNumbers(5, 2));
  }

  @Test
  void aFailureNamesItsSeed() {
    IOException cause = new IOException("broken");
    AssertionError failure =
        assertThrows(
            AssertionError.class,
            () ->
                Seeds.check(
                    5,
                    3,
                    random -> {
                      if (random.next() == new SplitMix64(6).next()) {
                        throw cause;
                      }
                    }));
    assertEquals(
        "failed under seed 6, run again with -Dtogglebolt.seed=6: java.io.IOException: broken",
        failure.getMessage());
    assertSame(cause, failure.getCause());
  }

  @Test
  void thePropertyReplaysOneSeed() {
    System.setProperty(Seeds.PROPERTY, "77");
    assertEquals(List.of(new SplitMix64(77).next()), firstNumbers(5, 3));
  }

  @Test
  void thePropertyMayAskForSurprise() {
    System.setProperty(Seeds.PROPERTY, "random");
    assertNotEquals(firstNumbers(5, 3), firstNumbers(5, 3));
  }
}
