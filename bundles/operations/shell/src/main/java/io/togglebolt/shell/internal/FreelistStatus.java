package io.togglebolt.shell.internal;

import io.togglebolt.slot.SlotStatus;
import io.togglebolt.storage.FreelistPersistence;

/**
 * What serves in a database's freelist slot, and what becomes of its list of free pages.
 *
 * @param slot the slot
 * @param persistence when the list is written to the file
 * @param listPages pages of the list that is in the file now; 0 when there is none
 */
record FreelistStatus(SlotStatus slot, FreelistPersistence persistence, long listPages) {

  /** In words. */
  String text() {
    String when =
        switch (persistence) {
          case ALWAYS -> "always: with each commit";
          case NEVER -> "never: an opening for writing finds the free pages by itself";
          case LAZY ->
              "lazy: by a clean close; after a crash the next opening finds the free pages";
        };
    String now = listPages == 0 ? "none" : Units.count(listPages, "page");
    return Details.none().with("list is written", when).with("list in the file now", now).text()
        + "\n"
        + Views.slot(slot);
  }
}
