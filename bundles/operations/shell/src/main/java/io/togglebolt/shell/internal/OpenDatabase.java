package io.togglebolt.shell.internal;

import io.togglebolt.storage.Database;

/**
 * A database that commands can name.
 *
 * @param name its name
 * @param database the open database
 * @param origin who opened it, and so who may close it
 */
record OpenDatabase(String name, Database database, Origin origin) {

  /** Who opened a database. */
  enum Origin {
    /** It is configured, and offered as a service by the engine. */
    CONFIGURATION,
    /** It was opened by a command, and is the shell's. */
    SHELL
  }
}
