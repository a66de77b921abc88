package io.togglebolt.storage;

/**
 * A page is not what it must be; the message names file, page, what was found and what was
 * expected. File, page and offset can be asked for, too.
 */
public final class CorruptPageException extends StorageException {
  private static final long serialVersionUID = 1;

  /** The page and the offset where there is none to name. */
  public static final long NONE = -1;

  private final String file;
  private final long page;
  private final long offsetBytes;

  /**
   * With a message of that file, page and problem.
   *
   * @param file the file's name
   * @param place the page in words, for the message
   * @param page the page's id, or {@link #NONE}
   * @param offsetBytes where in the file the damaged structure begins, or {@link #NONE} where the
   *     file has no such page
   * @param problem what was found and what was expected
   */
  public CorruptPageException(
      String file, String place, long page, long offsetBytes, String problem) {
    super(file + ": " + place + ": " + problem);
    this.file = file;
    this.page = page;
    this.offsetBytes = offsetBytes;
  }

  /** The file's name. */
  public String file() {
    return file;
  }

  /** The damaged page's id, or {@link #NONE}. For a bucket inside a page, that page. */
  public long page() {
    return page;
  }

  /** Where in the file the damaged structure begins, in bytes, or {@link #NONE}. */
  public long offsetBytes() {
    return offsetBytes;
  }
}
