package io.togglebolt.itests.benchmarks.wal.side;

import io.togglebolt.itests.benchmarks.side.Conversation;
import io.togglebolt.itests.benchmarks.side.Request;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The measured JVM: {@code WalSideMain FOLDER}. It is either the raw device ({@code by=bare}) or a
 * log with a writer, which stays open from one turn to the next.
 */
public final class WalSideMain implements AutoCloseable {
  private static final String BARE = "bare";

  private final Path folder;
  private final BareFile bare;
  private @Nullable LogTurns turns;

  WalSideMain(Path folder) {
    this.folder = folder;
    bare = new BareFile(folder);
  }

  /** Runs until standard input ends. */
  public static void main(String[] arguments) throws IOException {
    try (WalSideMain side = new WalSideMain(Path.of(arguments[0]))) {
      Conversation.hold(line -> side.answer(Request.parse(line)));
    }
  }

  Map<String, ?> answer(Request request) throws Exception {
    return switch (request.kind()) {
      case "hello" -> Map.of("runtime", "JDK " + Runtime.version());
      case "append" -> isBare(request) ? bare.append(request) : turns(request).append(request);
      case "stream" -> isBare(request) ? bare.stream(request) : turns(request).stream(request);
      case "allocation" -> turns(request).allocation(request);
      case "swaps" -> new SwapPauses(folder.resolve("swaps")).run(request);
      case "fill" -> new Replays(folder.resolve("replayed")).fill(request);
      case "replay" -> new Replays(folder.resolve("replayed")).replay(request);
      case "read" -> new Replays(folder.resolve("replayed")).read(request);
      default -> throw new IllegalArgumentException("request " + request.kind() + " is unknown");
    };
  }

  private static boolean isBare(Request request) {
    return request.text("by").startsWith(BARE);
  }

  private LogTurns turns(Request request) throws IOException {
    LogTurns open = turns;
    if (open == null) {
      open = new LogTurns(Logs.create(folder.resolve("log"), request.text("by")));
      turns = open;
    }
    return open;
  }

  @Override
  public void close() throws IOException {
    LogTurns open = turns;
    if (open != null) {
      open.close();
    }
    bare.close();
  }
}
