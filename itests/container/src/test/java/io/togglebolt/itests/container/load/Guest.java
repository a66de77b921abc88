package io.togglebolt.itests.container.load;

import io.togglebolt.storage.Database;
import io.togglebolt.storage.Transaction;

/** A component that is given a database by name, and leaves its reader open when it goes. */
public final class Guest {
  /** The label of its reader. */
  public static final String LABEL = "visit";

  /** Kept, as any component keeps what it works with. */
  final Transaction reader;

  /** Made by Declarative Services. */
  public Guest(Database database) {
    reader = database.beginRead(LABEL);
  }
}
