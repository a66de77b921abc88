package io.togglebolt.itests.benchmarks.experiment;

import java.io.IOException;
import java.util.List;

/** Something that the suite finds out. */
public interface Experiment {

  /** Its name on the command line. */
  String name();

  /** Does it, in measured JVMs of its own. */
  List<Finding> run(Laboratory laboratory) throws IOException, InterruptedException;
}
