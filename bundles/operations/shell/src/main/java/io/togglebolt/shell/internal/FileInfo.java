package io.togglebolt.shell.internal;

import io.togglebolt.storage.Inspection.MetaInfo;
import java.nio.file.Path;
import java.util.List;

/**
 * What a bolt file says about itself.
 *
 * @param path the file
 * @param fileBytes its length
 * @param pageSizeBytes its page size
 * @param highWaterPage the first page that was never used
 * @param metas both metas
 */
record FileInfo(
    Path path, long fileBytes, int pageSizeBytes, long highWaterPage, List<MetaInfo> metas) {

  /** As lines and a table. */
  String text() {
    return Details.none()
            .with("path", path)
            .with("file", Units.bytes(fileBytes))
            .with("page size", Units.bytes(pageSizeBytes))
            .with("pages in use", highWaterPage)
            .text()
        + "\n"
        + Listing.of(Views.METAS, metas).table();
  }
}
