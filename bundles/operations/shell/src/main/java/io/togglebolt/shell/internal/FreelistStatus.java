package io.togglebolt.shell.internal;

import io.togglebolt.slot.SlotStatus;
import io.togglebolt.storage.FreelistPersistence;
import io.togglebolt.storage.SpaceReport;
import org.jspecify.annotations.Nullable;

/**
 * What serves in a database's freelist slot, what becomes of its list of free pages, and where all
 * of its pages are.
 *
 * @param database the database's name
 * @param slot the slot; null where there is none, since the database is open for reading only
 * @param persistence when the list is written to the file
 * @param listPages pages of the list that the file has now
 * @param space where the pages are; null when that cannot be told
 * @param noSpace why it cannot be told; empty when it can
 */
record FreelistStatus(
    String database,
    @Nullable SlotStatus slot,
    FreelistPersistence persistence,
    long listPages,
    @Nullable SpaceReport space,
    String noSpace) {

  /** In words. */
  String text() {
    return slotText()
        + "\n\n"
        + (space == null ? "no figures: " + noSpace : SpaceView.text(database, space));
  }

  private String slotText() {
    if (slot == null) {
      return "no freelist policy: " + database + " is open for reading only";
    }
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
