package io.togglebolt.storage;

/**
 * How far a shrink has come.
 *
 * @param fileBytes length of the file
 * @param highWaterPage the first page that is not in use: the file shall end there
 * @param movedPages pages written to a lower place so far, those above them in the tree included
 * @param commits transactions so far
 */
public record ShrinkProgress(long fileBytes, long highWaterPage, long movedPages, long commits) {}
