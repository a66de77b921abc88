package io.togglebolt.shell.internal;

import io.togglebolt.slot.SlotStatus;
import io.togglebolt.wal.WalMetadata;
import io.togglebolt.wal.WalStatus;

/**
 * How a log stands, and who writes it or could.
 *
 * @param status how it stands
 * @param metadata whose it is
 * @param slot the slot of its writer
 */
record WalView(WalStatus status, WalMetadata metadata, SlotStatus slot) {

  /** In words. */
  String text() {
    return WalViews.status(status, metadata).text() + "\n" + Views.slot(slot);
  }
}
