package io.togglebolt.slot;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** All slots, and what happened in them. A service. Thread-safe. */
@ProviderType
public interface SlotRegistry {

  /** Hears of swaps. Called on the thread that journals; must be quick and must not throw. */
  interface Listener {
    /** A record has entered the journal. */
    void journaled(SwapRecord record);
  }

  /** The open slots, by owner and kind. */
  List<SlotControl> slots();

  /** The newest records, oldest first; the journal keeps a bounded number. */
  List<SwapRecord> journal();

  /** Adds a listener; close what is returned to remove it. */
  AutoCloseable listen(Listener listener);
}
