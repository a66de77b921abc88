package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.RepairReport;

/** What a salvage could not bring over, and what it brought over without being sure. */
final class SalvageLosses {
  private final Tally pages = new Tally();
  private final Tally keys = new Tally();
  private final Tally buckets = new Tally();
  private final Tally unproven = new Tally();

  /** Whether the walk is over: what is found wrong in unreached pages was not lost there. */
  private boolean amongUnreached;

  void beginUnreached() {
    amongUnreached = true;
  }

  /** A page of the tree could not be read, or is not what belongs there. */
  void page(long page, String problem) {
    (amongUnreached ? unproven : pages).addPage(page, problem);
  }

  /**
   * The same of a page of which it is known what belongs there.
   *
   * @param missing what was lost with it
   */
  void page(long page, String problem, String missing) {
    page(page, amongUnreached ? problem : problem + "; missing: " + missing);
  }

  void key(String where, String problem) {
    keys.add(where + ": " + problem);
  }

  void bucket(String where, String problem) {
    buckets.add(where + ": " + problem);
  }

  void unsure(long page, String problem) {
    unproven.addPage(page, problem);
  }

  /** What cannot be proven, for those who have more to say. */
  Tally unsure() {
    return unproven;
  }

  /** Whether anything of the tree was not found where it belongs. */
  boolean any() {
    return pages.count() + keys.count() + buckets.count() > 0;
  }

  RepairReport.Losses lost() {
    return new RepairReport.Losses(pages.listed(), keys.listed(), buckets.listed());
  }

  RepairReport.Listed unproven() {
    return unproven.listed();
  }
}
