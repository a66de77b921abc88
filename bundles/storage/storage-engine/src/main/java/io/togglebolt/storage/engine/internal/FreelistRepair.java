package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.CorruptPageException;
import io.togglebolt.storage.RepairRefusedException;
import java.util.List;

/** Repairs of the persisted list of free pages. */
final class FreelistRepair {
  private FreelistRepair() {}

  /** Writes a right list for the newest state. */
  static void rebuild(RepairSource source, RepairPlan plan) {
    Meta meta = source.newest();
    Pages pages = source.pages(meta);
    TreeSurvey tree = TreeSurvey.of(pages, meta.root());
    Tally problems = tree.problems();
    if (problems.count() > 0) {
      throw new RepairRefusedException(
          source.path()
              + ": the tree of transaction "
              + meta.txid()
              + " is damaged, so that nobody can tell which pages are free: "
              + problems.few()
              + ". Salvage what is readable instead",
          problems.count(),
          problems.pages());
    }
    long end = source.firstUntouched(meta.highWater());
    RunSet free = Reachable.gaps(tree.used(), end);
    requireShort(source, free);
    plan.tell(before(pages, meta, tree.used(), Reachable.gaps(tree.used(), meta.highWater())));
    Meta mended = plan.putFreelist(meta, free, end);
    plan.putMeta(source.slotOfNewest(), mended);
    plan.tell(
        "wrote a list of "
            + free.pages()
            + " free pages to page "
            + end
            + " for transaction "
            + meta.txid());
    replaceBroken(source, plan, mended);
    Tally unproven = new Tally();
    source.tellBrokenMeta(unproven);
    plan.tellUnproven(unproven);
  }

  /**
   * Puts the same state where a meta is broken. bbolt looks for the page size in meta 0 alone, and
   * takes that of the machine when it is broken.
   */
  private static void replaceBroken(RepairSource source, RepairPlan plan, Meta newest) {
    int broken = 1 - source.slotOfNewest();
    if (source.at(broken) != null) {
      return;
    }
    long txid = newest.txid() > 0 ? newest.txid() - 1 : newest.txid() + 1;
    plan.putMeta(
        broken,
        new Meta(
            newest.pageSize(),
            newest.root(),
            newest.sequence(),
            newest.freelist(),
            newest.highWater(),
            txid));
    plan.tell("meta " + broken + " was not valid and was given the same state");
  }

  static void requireShort(RepairSource source, RunSet free) {
    if (free.pages() > FreelistPage.MAX_IDS) {
      throw new RepairRefusedException(
          source.path()
              + ": found "
              + free.pages()
              + " free pages, expected at most "
              + FreelistPage.MAX_IDS
              + " in a list; abandon the list instead",
          0,
          List.of());
    }
  }

  /** What the old list said, compared with the truth. */
  private static String before(Pages pages, Meta meta, RunSet used, RunSet free) {
    if (!meta.freelistPersisted()) {
      return "no list of free pages was persisted";
    }
    String where = "the list of free pages at page " + meta.freelist();
    RunSet listed;
    try {
      listed = FreelistPage.read(pages, meta.freelist());
    } catch (CorruptPageException damaged) {
      return where + " was damaged: " + damaged.getMessage();
    }
    long[] wrong = new long[1];
    listed.forEach(
        (start, length) -> {
          for (long page = start; page < start + length; page++) {
            wrong[0] += used.touches(page, 1) ? 1 : 0;
          }
        });
    long right = listed.pages() - wrong[0];
    // The list's own pages become free only now.
    long own = pages.runLength(meta.freelist());
    return where
        + " held "
        + listed.pages()
        + " pages: "
        + wrong[0]
        + " of them in use, and "
        + Math.max(0, free.pages() - right - own)
        + " free pages were missing";
  }

  /** Lets all valid metas say that there is no list. */
  static void abandon(RepairSource source, RepairPlan plan) {
    int newest = source.slotOfNewest();
    // The older one first: the newest is what an open in between must find whole.
    abandon(source, plan, 1 - newest);
    abandon(source, plan, newest);
    Tally unproven = new Tally();
    source.tellBrokenMeta(unproven);
    plan.tellUnproven(unproven);
    Meta meta = source.newest();
    if (meta.highWater() <= source.sizeBytes() / meta.pageSize()) {
      Tally problems = TreeSurvey.of(source.pages(meta), meta.root()).problems();
      if (problems.count() > 0) {
        plan.tell("the tree is damaged: opening the file for writing will be refused");
        source.tellBrokenMeta(problems);
        plan.tellUnproven(problems);
      }
    }
  }

  private static void abandon(RepairSource source, RepairPlan plan, int slot) {
    Meta meta = source.at(slot);
    if (meta == null) {
      plan.tell("meta " + slot + " is not valid and stays as it is");
      return;
    }
    String which = "meta " + slot + " (transaction " + meta.txid() + ")";
    if (!meta.freelistPersisted()) {
      plan.tell(which + " had no list of free pages");
      return;
    }
    plan.putMeta(
        slot,
        new Meta(
            meta.pageSize(),
            meta.root(),
            meta.sequence(),
            Layouts.NO_FREELIST,
            meta.highWater(),
            meta.txid()));
    plan.tell(which + " no longer refers to the list of free pages at page " + meta.freelist());
  }
}
