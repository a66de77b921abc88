package io.togglebolt.shell.internal;

import io.togglebolt.wal.Wal;

/**
 * A log that commands can name.
 *
 * @param name its name
 * @param wal the open log
 * @param origin who opened it, and so who may close it
 */
record NamedLog(String name, Wal wal, OpenDatabase.Origin origin) {}
