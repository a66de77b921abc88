package io.togglebolt.itests.benchmarks.raft.side;

import io.togglebolt.itests.benchmarks.side.Conversation;
import io.togglebolt.itests.benchmarks.side.Request;
import io.togglebolt.raft.RaftFactory;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;

/**
 * The measured JVM: {@code RaftSideMain FOLDER}. Its clusters live in memory, one for each length
 * of the log that is asked for, and go on from one turn to the next.
 */
public final class RaftSideMain {
  private final Map<Integer, Cluster> clusters = new HashMap<>();

  /** Runs until standard input ends. The folder is not used: nothing is written. */
  public static void main(String[] arguments) throws IOException {
    RaftSideMain side = new RaftSideMain();
    Conversation.hold(line -> side.answer(Request.parse(line)));
  }

  Map<String, ?> answer(Request request) {
    return switch (request.kind()) {
      case "hello" -> Map.of("runtime", "JDK " + Runtime.version());
      case "fill" -> cluster(request).fill(proposals(request), request.integer("entries"));
      case "commit" -> cluster(request).commit(proposals(request), request.millisAsNanos("millis"));
      default -> throw new IllegalArgumentException("request " + request.kind() + " is unknown");
    };
  }

  private static Proposals proposals(Request request) {
    return new Proposals(
        request.integer("batch"), request.integer("window"), request.integer("size"));
  }

  private Cluster cluster(Request request) {
    boolean async = isAsync(request.text("by"));
    int length = request.integer("length");
    return clusters.computeIfAbsent(
        length, any -> new Cluster(factory(), async, length, request.integer("step")));
  }

  private static boolean isAsync(String by) {
    return switch (by) {
      case "core" -> false;
      case "core-async" -> true;
      default ->
          throw new IllegalArgumentException(
              "by=" + by + " is unknown; expected core or core-async");
    };
  }

  private static RaftFactory factory() {
    return ServiceLoader.load(RaftFactory.class)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no Raft is on the class path"));
  }
}
