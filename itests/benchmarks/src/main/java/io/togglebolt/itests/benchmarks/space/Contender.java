package io.togglebolt.itests.benchmarks.space;

import io.togglebolt.itests.benchmarks.process.GoPrograms;
import io.togglebolt.itests.benchmarks.process.MeasuredJvm;
import io.togglebolt.itests.benchmarks.space.side.Parts;
import io.togglebolt.itests.benchmarks.space.side.SpaceSideMain;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One of those that are compared.
 *
 * @param name its name in the report
 * @param program which store it is
 * @param settings how that is set, as words of a request
 */
record Contender(String name, Program program, String settings) {

  /** The stores. */
  enum Program {
    /** Our engine. */
    OURS(""),
    /** The real bbolt. */
    BBOLT(GoPrograms.BBOLT),
    /** Bolt, from which bbolt was made. */
    BOLT(GoPrograms.BOLT);

    private final String property;

    Program(String property) {
      this.property = property;
    }

    /** Why it cannot take part at all, if it cannot. */
    Optional<String> missing() {
      if (this == OURS || System.getProperty(property) != null) {
        return Optional.empty();
      }
      return Optional.of(
          System.getProperty(property + GoPrograms.MISSING, "no program was built for it"));
    }

    private List<String> command(Path folder) {
      return this == OURS
          ? MeasuredJvm.command(SpaceSideMain.class, folder.toString())
          : List.of(
              System.getProperty(property, ""),
              System.getProperty(property + GoPrograms.VERSION, "unknown"),
              folder.toString());
    }
  }

  /** Ours with these parts and this mode of the list of free pages. */
  static Contender ours(String freelist, String allocator, String list) {
    return new Contender(
        "%s+%s %s".formatted(freelist, allocator, list),
        Program.OURS,
        "freelist=%s allocator=%s list=%s".formatted(freelist, allocator, list));
  }

  /** Bbolt with this type of freelist and mode of the list of free pages. */
  static Contender bbolt(String freelist, String list) {
    return new Contender(
        "bbolt %s %s".formatted(freelist, list),
        Program.BBOLT,
        "freelist=%s list=%s".formatted(freelist, list));
  }

  static Contender bolt() {
    return new Contender("bolt always", Program.BOLT, "");
  }

  /** The command line of its process. */
  List<String> command(Path folder) {
    return program.command(folder);
  }

  /** A request with its settings. */
  String asked(String request) {
    return settings.isEmpty() ? request : request + " " + settings;
  }

  /** Why it cannot take part, if it cannot: its store or one of its parts is not there. */
  Optional<String> missing() {
    Optional<String> store = program.missing();
    if (store.isPresent() || program != Program.OURS) {
      return store;
    }
    for (String setting : settings.split(" ")) {
      String[] pair = setting.split("=", 2);
      Set<String> known =
          switch (pair[0]) {
            case "freelist", "policies" -> Parts.policyNames();
            case "allocator", "allocators" -> Parts.allocatorNames();
            default -> Set.of(pair[1].split(","));
          };
      for (String name : pair[1].split(",")) {
        if (!known.contains(name)) {
          return Optional.of(
              "found no %s on the class path; expected one of %s".formatted(name, known));
        }
      }
    }
    return Optional.empty();
  }
}
