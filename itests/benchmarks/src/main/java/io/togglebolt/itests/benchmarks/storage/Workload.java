package io.togglebolt.itests.benchmarks.storage;

import java.util.List;

/**
 * Something that all sides do.
 *
 * @param name its name on the command line
 * @param store which of our stores does it on our side
 * @param request what each side is asked
 * @param kind how it is prepared
 * @param figures the rows it gives
 */
record Workload(String name, String store, String request, Kind kind, List<Figure> figures) {

  /** How a workload is prepared, and on whom it runs. */
  enum Kind {
    /** It reads what was loaded, in a warmed process. */
    READS(true, true, false),
    /** It makes a file of its own, in a warmed process. */
    WRITES(false, true, false),
    /** It makes a file of its own, and each run has a new process. */
    FRESH(false, false, false),
    /** It reads what was loaded, in a warmed process, and only our side can do it. */
    OURS_ALONE(true, true, true);

    private final boolean needsLoad;
    private final boolean warmed;
    private final boolean oursAlone;

    Kind(boolean needsLoad, boolean warmed, boolean oursAlone) {
      this.needsLoad = needsLoad;
      this.warmed = warmed;
      this.oursAlone = oursAlone;
    }

    boolean needsLoad() {
      return needsLoad;
    }

    boolean warmed() {
      return warmed;
    }

    boolean oursAlone() {
      return oursAlone;
    }
  }
}
