package io.togglebolt.storage.engine.internal;

/** What one state of the database reaches from its root, and what is wrong there. */
final class TreeSurvey {
  private final RunSet used = new RunSet();
  private final PageBits starts = new PageBits();
  private final Tally problems = new Tally();

  private TreeSurvey() {}

  static TreeSurvey of(Pages pages, long root) {
    TreeSurvey survey = new TreeSurvey();
    new TreeWalk(pages, survey.visitor(pages)).walk(root);
    return survey;
  }

  private TreeWalk.Visitor visitor(Pages pages) {
    long mostRuns = HeapLimits.maxRuns();
    return new TreeWalk.Visitor() {
      @Override
      public boolean page(long id, long run, PageView view) {
        if (!used.add(id, run)) {
          problems.addPage(id, "is referred to more than once");
          return false;
        }
        if (used.runs() > mostRuns) {
          throw pages.corrupt(
              id,
              "found more than "
                  + mostRuns
                  + " runs of pages in use, which is all that this heap has room for; start Java"
                  + " with a larger -Xmx");
        }
        starts.add(id);
        return true;
      }

      @Override
      public void problem(long page, String message) {
        problems.addPage(page, message);
      }
    };
  }

  /** All pages of the tree. */
  RunSet used() {
    return used;
  }

  /** Where its runs begin. */
  PageBits starts() {
    return starts;
  }

  Tally problems() {
    return problems;
  }
}
