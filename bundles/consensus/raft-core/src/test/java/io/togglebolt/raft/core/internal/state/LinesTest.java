package io.togglebolt.raft.core.internal.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.togglebolt.raft.ConfChange;
import io.togglebolt.raft.ConfChangeSingle;
import io.togglebolt.raft.ConfChangeTransition;
import io.togglebolt.raft.ConfChangeType;
import io.togglebolt.raft.ConfChangeV2;
import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.RaftLogger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** How a member's lines are worded. */
final class LinesTest {
  private static final byte[] CONTEXT = {1, (byte) 255};

  @Test
  void whatNobodyListensToIsNotPutIntoWords() {
    Lines lines = new Lines(RaftLogger.NONE);
    lines.debug(() -> fail("put into words"));
    lines.info(() -> fail("put into words"));
    lines.warning(() -> fail("put into words"));
    lines.error(() -> fail("put into words"));
  }

  @Test
  void eachLineHasItsLevel() {
    List<String> heard = new ArrayList<>();
    Lines lines =
        new Lines(
            new RaftLogger() {
              @Override
              public boolean isLoggable(System.Logger.Level level) {
                return true;
              }

              @Override
              public void log(System.Logger.Level level, String line) {
                heard.add(level + " " + line);
              }
            });
    lines.debug(() -> "a");
    lines.info(() -> "b");
    lines.warning(() -> "c");
    lines.error(() -> "d");
    assertEquals(List.of("DEBUG a", "INFO b", "WARNING c", "ERROR d"), heard);
  }

  @Test
  void aLineReadsTheSameInEveryCountry() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertEquals("2a at term 1234567", Lines.text("%x at term %d", 42L, 1_234_567L));
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void idsAreUnsigned() {
    assertEquals("ffffffffffffffff", Lines.hex(-1));
    assertEquals("ffffffffffffffff", Lines.text("%x", -1L));
    assertEquals(
        "{[18446744073709551615 1] [2] [3] [4] true}",
        Lines.of(new ConfState(List.of(-1L, 1L), List.of(2L), List.of(3L), List.of(4L), true)));
  }

  @Test
  void changesReadAsInEtcd() {
    assertEquals(
        "{ConfChangeRemoveNode 2 [1 255] 7}",
        Lines.of(new ConfChange(7, ConfChangeType.REMOVE_NODE, 2, CONTEXT)));
    assertEquals(
        "{ConfChangeTransitionJointExplicit [{ConfChangeAddNode 2} {ConfChangeAddLearnerNode 3}] [1"
            + " 255]}",
        Lines.of(
            new ConfChangeV2(
                ConfChangeTransition.JOINT_EXPLICIT,
                List.of(
                    new ConfChangeSingle(ConfChangeType.ADD_NODE, 2),
                    new ConfChangeSingle(ConfChangeType.ADD_LEARNER_NODE, 3)),
                CONTEXT)));
    assertEquals("{ConfChangeTransitionAuto [] []}", Lines.of(ConfChangeV2.LEAVE_JOINT));
  }
}
