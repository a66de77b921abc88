package io.togglebolt.storage;

/**
 * An open reader.
 *
 * @param id a number that identifies it while it is open
 * @param transaction the transaction it sees
 * @param label what it is for, and who opened it
 * @param openedWallMillis when, in milliseconds since the Unix epoch
 * @param ageMillis for how long
 */
public record ReaderInfo(
    long id, long transaction, String label, long openedWallMillis, long ageMillis) {}
