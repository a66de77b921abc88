package io.togglebolt.storage;

/**
 * An open reader.
 *
 * @param id a number that identifies it; no reader that is opened later has the same
 * @param transaction the transaction it sees
 * @param label what it is for, and who opened it
 * @param openedWallMillis when, in milliseconds since the Unix epoch
 * @param ageMillis for how long
 * @param overdue whether that is as long as {@link DatabaseOptions#readerWarningMillis()} or longer
 * @param thread the name that the thread had that opened it; empty for a thread without one
 * @param openedAt where it was opened, a line for each call, the innermost first; empty unless
 *     {@link DatabaseOptions#readerTracing()} was on then
 */
public record ReaderInfo(
    long id,
    long transaction,
    String label,
    long openedWallMillis,
    long ageMillis,
    boolean overdue,
    String thread,
    String openedAt) {}
