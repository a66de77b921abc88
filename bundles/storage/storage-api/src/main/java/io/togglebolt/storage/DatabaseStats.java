package io.togglebolt.storage;

/**
 * A database's figures at one moment.
 *
 * @param pageSizeBytes size of a page
 * @param fileBytes length of the file
 * @param transaction the last committed transaction
 * @param highWaterPage the first page that was never used
 * @param freePages pages that may be handed out
 * @param pendingPages pages freed, but not yet released by the policy
 * @param freelistPersistence when the list of free pages is written to the file
 * @param freelistPages pages that hold the list that the last committed state has in the file; 0
 *     when it has none
 * @param openReaders open read transactions
 * @param oldestReader the transaction the oldest reader sees, or -1
 * @param readsBegun read transactions since the database was opened
 * @param commits committed write transactions since then
 * @param rollbacks rolled-back or failed write transactions since then
 * @param work what all committed write transactions since then have done
 */
public record DatabaseStats(
    int pageSizeBytes,
    long fileBytes,
    long transaction,
    long highWaterPage,
    long freePages,
    long pendingPages,
    FreelistPersistence freelistPersistence,
    long freelistPages,
    int openReaders,
    long oldestReader,
    long readsBegun,
    long commits,
    long rollbacks,
    TransactionStats work) {}
