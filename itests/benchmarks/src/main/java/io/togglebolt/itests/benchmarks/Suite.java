package io.togglebolt.itests.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/** Benchmarks that are run by one word of the command line. */
public interface Suite {

  /** That word. */
  String name();

  /**
   * Measures.
   *
   * @param arguments what follows the word
   * @param out where the figures go
   * @param progress where everything else goes
   * @return whether everything could be measured
   */
  boolean run(List<String> arguments, PrintStream out, PrintStream progress)
      throws UsageException, IOException, InterruptedException;
}
