package io.togglebolt.itests.benchmarks.space.side;

import io.togglebolt.itests.benchmarks.side.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/**
 * What can be measured about space. The programs for bbolt and bolt have the same exercises, as far
 * as other stores have them.
 */
final class SpaceExercises {
  private final Path folder;

  SpaceExercises(Path folder) {
    this.folder = folder;
  }

  Map<String, Long> run(Request request)
      throws IOException, InterruptedException, ExecutionException {
    SpaceFile file = new SpaceFile(folder, request);
    return switch (request.kind()) {
      case "held" -> new HeldReader(fresh(file), request).run();
      case "staggered" -> new StaggeredReaders(fresh(file), request).run();
      case "churn" -> new Churn(fresh(file), request).run();
      case "isolate" -> new IsolatedPages(fresh(file), request).make();
      case "isolated" -> new IsolatedPages(file, request).measure();
      case "runs" -> new AllocatorRuns(request).run();
      case "swaps" -> new SwapPauses(file, request).run();
      default -> throw new IllegalArgumentException("request " + request.kind() + " is unknown");
    };
  }

  private static SpaceFile fresh(SpaceFile file) throws IOException {
    Files.deleteIfExists(file.path());
    return file;
  }
}
