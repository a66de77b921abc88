package io.togglebolt.demo.internal;

/**
 * A database's pages at one moment.
 *
 * @param updates how many updates were made while the reader was open
 * @param pendingPages pages freed, but not yet released by the policy
 * @param freePages pages that may be handed out
 * @param endPages the file's end: the first page that was never used
 */
record Sample(int updates, long pendingPages, long freePages, long endPages) {}
