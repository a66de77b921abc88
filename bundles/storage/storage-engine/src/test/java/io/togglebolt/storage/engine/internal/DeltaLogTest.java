package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeltaLogTest {
  private record Changes(int changes) implements DeltaLog.Delta {}

  /** The bound is one of changes: what has none would take room without end. */
  @Test
  void whatHasNoChangesTakesNoRoom() {
    DeltaLog<Changes> log = new DeltaLog<>();
    log.add(new Changes(0));
    log.add(new Changes(2));
    log.add(new Changes(0));
    assertEquals(2, log.changes());
    List<Changes> drained = new ArrayList<>();
    assertTrue(log.drain(drained::add));
    assertEquals(List.of(new Changes(2)), drained);
  }
}
