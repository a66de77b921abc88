package io.togglebolt.shell.internal;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.slot.SlotControl;
import io.togglebolt.slot.SlotStatus;
import io.togglebolt.slot.SlotStatus.CandidateStatus;
import io.togglebolt.slot.SlotStatus.State;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What {@code slots} and {@code freelist:status} say of a candidate that is not trusted. */
class SlotViewsTest {
  private static final String REASON = "released page 7 twice";

  private record Fixed(SlotStatus status) implements SlotControl {
    @Override
    public String kind() {
      return status.kind();
    }

    @Override
    public String owner() {
      return status.owner();
    }

    @Override
    public void pin(@Nullable String name) {
      throw new UnsupportedOperationException("nothing is changed here");
    }

    @Override
    public void use(String name, long timeoutMillis) {
      throw new UnsupportedOperationException("nothing is changed here");
    }
  }

  private static SlotStatus status() {
    return new SlotStatus(
        "freelist",
        "main",
        State.SERVING,
        "exact",
        null,
        false,
        3,
        List.of(
            new CandidateStatus("exact", 20, "1/1/1", true, null),
            new CandidateStatus("mine", 30, "2/2/2", false, REASON)));
  }

  @Test
  void theListOfAllSlotsSaysWhoIsSetAsideAndWhy() {
    String shown = Views.slots(List.of(new Fixed(status()))).table();
    assertTrue(shown.contains("exact, mine (set aside: " + REASON + ")"), shown);
  }

  @Test
  void aPinnedPartThatIsThereAndNotTrustedIsNotCalledAbsent() {
    assertTrue(pinnedTo("mine").contains("mine (set aside)"), pinnedTo("mine"));
    assertTrue(pinnedTo("other").contains("other (absent)"), pinnedTo("other"));
  }

  private static String pinnedTo(String name) {
    SlotStatus now = status();
    return Views.slot(
        new SlotStatus(
            now.kind(), now.owner(), now.state(), now.active(), name, false, 3, now.candidates()));
  }

  @Test
  void aSlotsCandidatesAreShownWithTheReasonAndWhatToDo() {
    String shown = Views.slot(status());
    assertTrue(shown.endsWith("or give it another chance with freelist:use mine"), shown);
    assertTrue(shown.contains(REASON), shown);
    assertFalse(shown.contains("null"), shown);
  }
}
