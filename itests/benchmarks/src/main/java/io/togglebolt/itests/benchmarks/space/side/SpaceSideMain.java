package io.togglebolt.itests.benchmarks.space.side;

import io.togglebolt.itests.benchmarks.side.Conversation;
import io.togglebolt.itests.benchmarks.side.Request;
import io.togglebolt.storage.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/** The measured JVM: {@code SpaceSideMain FOLDER}. */
public final class SpaceSideMain {

  private SpaceSideMain() {}

  /** Runs until standard input ends. */
  public static void main(String[] arguments) throws IOException {
    SpaceExercises exercises = new SpaceExercises(Path.of(arguments[0]));
    Conversation.hold(
        line -> line.equals("hello") ? introduce() : exercises.run(Request.parse(line)));
  }

  private static Map<String, String> introduce() {
    return Map.of(
        "version",
        Objects.requireNonNullElse(
            Database.class.getPackage().getImplementationVersion(), "of this source tree"),
        "runtime",
        "JDK " + Runtime.version(),
        "settings",
        "policies "
            + String.join(" ", Parts.policyNames())
            + ", allocators "
            + String.join(" ", Parts.allocatorNames()));
  }
}
