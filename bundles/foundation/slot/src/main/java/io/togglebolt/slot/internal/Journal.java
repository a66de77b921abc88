package io.togglebolt.slot.internal;

import io.togglebolt.slot.SlotRegistry;
import io.togglebolt.slot.SwapRecord;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongFunction;

/**
 * The newest things that happened to the slots of one factory. Its monitor is a leaf: no other lock
 * is taken and nobody is called while it is held.
 */
final class Journal {
  /** How many records are kept. */
  static final int RECORDS_MAX = 1_000;

  private static final System.Logger LOG = System.getLogger("io.togglebolt.slot");

  private final Deque<SwapRecord> records = new ArrayDeque<>();
  private final List<SlotRegistry.Listener> listeners = new CopyOnWriteArrayList<>();
  private long sequence;

  /** Adds the record made for the next sequence number, tells the listeners and returns it. */
  SwapRecord add(LongFunction<SwapRecord> made) {
    SwapRecord added;
    synchronized (records) {
      added = made.apply(++sequence);
      records.addLast(added);
      if (records.size() > RECORDS_MAX) {
        records.removeFirst();
      }
    }
    for (SlotRegistry.Listener listener : listeners) {
      tell(listener, added);
    }
    return added;
  }

  private static void tell(SlotRegistry.Listener listener, SwapRecord added) {
    try {
      listener.journaled(added);
    } catch (RuntimeException | Error broken) {
      // A listener's failure must not harm the slot, which is at its boundary now.
      LOG.log(System.Logger.Level.WARNING, "A listener of swaps failed: " + Reasons.of(broken));
    }
  }

  List<SwapRecord> records() {
    synchronized (records) {
      return List.copyOf(records);
    }
  }

  AutoCloseable listen(SlotRegistry.Listener listener) {
    // A wrapper of its own, so that one listener added twice is removed one at a time.
    SlotRegistry.Listener added = listener::journaled;
    listeners.add(added);
    return () -> listeners.remove(added);
  }
}
