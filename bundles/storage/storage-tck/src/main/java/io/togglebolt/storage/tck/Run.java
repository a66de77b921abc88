package io.togglebolt.storage.tck;

/**
 * Contiguous pages.
 *
 * @param start the first page's id
 * @param pages how many
 */
record Run(long start, long pages) {}
