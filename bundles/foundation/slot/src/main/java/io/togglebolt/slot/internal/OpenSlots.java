package io.togglebolt.slot.internal;

import io.togglebolt.slot.Slot;
import io.togglebolt.slot.SlotControl;
import io.togglebolt.slot.SlotRegistry;
import io.togglebolt.slot.SwapRecord;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The open slots of one factory. */
final class OpenSlots {
  private final List<Slot<?>> open = new CopyOnWriteArrayList<>();

  void add(Slot<?> slot) {
    open.add(slot);
  }

  void remove(Slot<?> slot) {
    open.remove(slot);
  }

  /** Closes those that their owners left open. */
  void closeAll() {
    open.forEach(Slot::close);
  }

  /** How operators see them, together with the journal. */
  SlotRegistry registry(Journal journal) {
    return new SlotRegistry() {
      @Override
      public List<SlotControl> slots() {
        return open.stream()
            .<SlotControl>map(slot -> slot)
            .sorted(Comparator.comparing(SlotControl::owner).thenComparing(SlotControl::kind))
            .toList();
      }

      @Override
      public List<SwapRecord> journal() {
        return journal.records();
      }

      @Override
      public AutoCloseable listen(Listener listener) {
        return journal.listen(listener);
      }
    };
  }
}
