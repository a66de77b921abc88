package io.togglebolt.storage;

/**
 * When the list of free pages is written to the file. Whatever the mode, a list that is found is
 * used, and a file without one is scanned when it is opened for writing, which takes time in
 * proportion to its tree pages.
 */
public enum FreelistPersistence {
  /**
   * With each commit, as bbolt does by default: opening never scans, and each commit takes time in
   * proportion to the number of free pages.
   */
  ALWAYS,

  /** Never, as bbolt does when told to: commits are cheap, and each opening for writing scans. */
  NEVER,

  /**
   * Once, at the end of a clean close: commits are cheap, and only an opening after a crash scans.
   */
  LAZY
}
