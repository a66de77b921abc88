package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.Inspection.Problem;
import io.togglebolt.storage.StrictCheckException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The check of a state before it becomes visible. */
final class StrictCheck {
  /** How many problems of a refused commit its message names. */
  private static final int NAMED_PROBLEMS = 3;

  private StrictCheck() {}

  /**
   * Looks at all of a state whose pages are written and whose meta is not.
   *
   * @param unused what is unused in it
   * @throws StrictCheckException when something is wrong with it
   */
  static void requireSound(Path file, FileStore store, Meta next, RunSet unused) {
    FileStore.Mapping mapping = store.use();
    List<Problem> problems;
    try {
      Pages pages = Pages.of(file, store, mapping, next);
      PageSurvey survey = new PageSurvey(pages, next, UnusedPages.undivided(unused));
      survey.run(pages::explain);
      problems = survey.problems();
    } finally {
      mapping.release();
    }
    if (!problems.isEmpty()) {
      throw refused(file, next, problems);
    }
  }

  private static StrictCheckException refused(Path file, Meta next, List<Problem> problems) {
    return new StrictCheckException(
        file
            + ": transaction "
            + next.txid()
            + " is refused and rolled back, since the check of what it would leave found "
            + problems.size()
            + (problems.size() == 1 ? " problem" : " problems")
            + ", expected none: "
            + problems.stream()
                .limit(NAMED_PROBLEMS)
                .map(problem -> "page " + problem.page() + ": " + problem.message())
                .collect(Collectors.joining("; ")));
  }
}
