package io.togglebolt.itests.benchmarks;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The options that every suite has.
 *
 * @param json where the figures are written as JSON
 * @param runs how many runs count
 * @param only the names of what is measured, separated by commas; empty for everything
 * @param quick whether sizes are tiny
 * @param folder where the scratch folder is made
 */
public record SuiteOptions(
    Optional<Path> json, int runs, Optional<String> only, boolean quick, Path folder) {

  /**
   * Parses them.
   *
   * @param arguments the words after the suite's name
   * @param what what {@code --only} names, in the plural
   * @param usualRuns how many runs count where nobody says it; with {@code --quick} it is one
   * @param usualFolder where scratch folders are made where nobody says it
   */
  public static SuiteOptions parse(
      List<String> arguments, String what, int usualRuns, Path usualFolder) throws UsageException {
    boolean quick = false;
    Optional<Path> json = Optional.empty();
    Optional<Integer> runs = Optional.empty();
    Optional<String> only = Optional.empty();
    Path folder = usualFolder;
    for (Iterator<String> words = arguments.iterator(); words.hasNext(); ) {
      String word = words.next();
      switch (word) {
        case "--quick" -> quick = true;
        case "--json" -> json = Optional.of(Path.of(OptionWords.value(word, "a file", words)));
        case "--runs" ->
            runs = Optional.of(OptionWords.runs(OptionWords.value(word, "a number", words)));
        case "--only" -> only = Optional.of(OptionWords.value(word, "names of " + what, words));
        case "--dir" -> folder = Path.of(OptionWords.value(word, "a folder", words));
        default ->
            throw new UsageException(
                "option \""
                    + word
                    + "\" is unknown; expected --json, --runs, --only, --quick or --dir");
      }
    }
    return new SuiteOptions(json, runs.orElse(quick ? 1 : usualRuns), only, quick, folder);
  }

  /**
   * What was asked for, in its own order.
   *
   * @param what what one of them is, for the message
   * @param all all there are
   * @param name the name of one
   */
  public <T> List<T> chosen(String what, List<T> all, Function<T, String> name)
      throws UsageException {
    if (only.isEmpty()) {
      return all;
    }
    List<String> wanted = OptionWords.chosen(what, only.get(), all.stream().map(name).toList());
    return all.stream().filter(each -> wanted.contains(name.apply(each))).toList();
  }
}
