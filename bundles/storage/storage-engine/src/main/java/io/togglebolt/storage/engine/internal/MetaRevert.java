package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.CorruptPageException;
import io.togglebolt.storage.InvalidDatabaseException;
import io.togglebolt.storage.RepairRefusedException;
import java.util.List;

/**
 * Goes back to the older meta. Its state is whole as long as nobody used its pages again: the newer
 * transaction itself never does, but one after it that was not finished may have. What can be seen
 * of that is looked for; what cannot is told.
 */
final class MetaRevert {
  private final RepairSource source;
  private final RepairPlan plan;
  private final Meta newer;
  private final Meta older;
  private final Tally reused = new Tally();
  private final Tally unproven = new Tally();

  private MetaRevert(RepairSource source, RepairPlan plan, Meta older) {
    this.source = source;
    this.plan = plan;
    this.older = older;
    newer = source.newest();
  }

  static void plan(RepairSource source, RepairPlan plan) {
    int slot = source.slotOfNewest();
    Meta older = source.at(1 - slot);
    if (older == null || older.txid() >= source.newest().txid()) {
      throw new RepairRefusedException(
          source.path()
              + ": "
              + (older == null
                  ? "meta " + (1 - slot) + " is not valid"
                  : "both metas hold transaction " + older.txid())
              + "; expected an older state to go back to",
          0,
          List.of());
    }
    new MetaRevert(source, plan, older).plan(slot);
  }

  private void plan(int slot) {
    Pages pages = source.pages(older);
    TreeSurvey before = TreeSurvey.of(pages, older.root());
    RunSet now = compareNewer(before);
    if (before.problems().count() + reused.count() > 0) {
      throw refused(before.problems());
    }
    Meta right = withRightList(pages, before);
    plan.putMeta(slot, right);
    if (!right.equals(older)) {
      // Of two metas of one transaction the first is taken, so both must speak of the right list.
      plan.putMeta(1 - slot, right);
    }
    plan.tell(
        "transaction "
            + newer.txid()
            + " is undone: both metas hold transaction "
            + older.txid()
            + " now");
    if (newer.root() == older.root()) {
      plan.tell(
          "the content is the same as before: transaction "
              + newer.txid()
              + " wrote only the list of free pages, as a clean close does");
    }
    tellFreed(before, now);
    plan.tellUnproven(unproven);
  }

  /** Finds what the newer state put where the older one has its pages; returns what it reaches. */
  private RunSet compareNewer(TreeSurvey before) {
    RunSet now = new RunSet();
    Pages pages;
    try {
      pages = source.pages(newer);
    } catch (InvalidDatabaseException truncated) {
      unproven.add("the newer state cannot be compared: " + truncated.getMessage());
      return now;
    }
    TreeWalk.Visitor compare =
        new TreeWalk.Visitor() {
          @Override
          public boolean page(long id, long run, PageView view) {
            if (!now.add(id, run)) {
              return false;
            }
            if (before.used().touches(id, run) && !before.starts().contains(id)) {
              reused.addPage(id, "is another page in transaction " + newer.txid());
            }
            return true;
          }

          @Override
          public void problem(long page, String message) {
            unproven.addPage(page, "is damaged in the newer state: " + message);
          }
        };
    new TreeWalk(pages, compare).walk(newer.root());
    compareList(pages, before);
    return now;
  }

  private void compareList(Pages pages, TreeSurvey before) {
    if (!newer.freelistPersisted()) {
      return;
    }
    try {
      if (before.used().touches(newer.freelist(), pages.runLength(newer.freelist()))) {
        reused.addPage(newer.freelist(), "is the list of free pages of the newer state");
      }
    } catch (CorruptPageException damaged) {
      unproven.add("the newer list of free pages is damaged: " + damaged.getMessage());
    }
  }

  private RepairRefusedException refused(Tally problems) {
    Tally all = reused.count() > 0 ? reused : problems;
    return new RepairRefusedException(
        source.path()
            + ": the state of transaction "
            + older.txid()
            + " is not whole any more, "
            + (problems.count() + reused.count())
            + " pages were used again or damaged: "
            + all.few(),
        problems.count() + reused.count(),
        all.pages());
  }

  /** The older state with its own list where that is right, else with a new one. */
  private Meta withRightList(Pages pages, TreeSurvey before) {
    if (!older.freelistPersisted()) {
      return older;
    }
    RunSet used = before.used().copy();
    try {
      RunSet listed = FreelistPage.read(pages, older.freelist());
      if (used.add(older.freelist(), pages.runLength(older.freelist()))
          && Reachable.gaps(used, older.highWater()).digest().equals(listed.digest())) {
        plan.tell("its list of free pages is right and is kept");
        return older;
      }
      plan.tell("its list of free pages was not right and is written anew");
    } catch (CorruptPageException damaged) {
      plan.tell("its list of free pages is written anew: " + damaged.getMessage());
    }
    // Behind the newer state's pages too: until its meta is gone it must stay whole.
    long end = source.firstUntouched(older.highWater());
    RunSet free = Reachable.gaps(before.used(), end);
    FreelistRepair.requireShort(source, free);
    return plan.putFreelist(older, free, end);
  }

  /**
   * The newer transaction freed these pages, so that one after it could take them; if it wrote a
   * page there that fits in its place, nobody can see that.
   */
  private void tellFreed(TreeSurvey before, RunSet now) {
    for (long page = before.starts().ceiling(0); page >= 0; page = next(before, page)) {
      if (!now.touches(page, 1)) {
        unproven.addPage(
            page,
            "was freed by transaction "
                + newer.txid()
                + "; it looks sound, but an unfinished commit may have written there since");
      }
    }
  }

  private static long next(TreeSurvey before, long page) {
    return before.starts().ceiling(page + 1);
  }
}
