package io.togglebolt.storage.engine.internal;

import io.togglebolt.testkit.SimulatedDisk;
import io.togglebolt.testkit.SplitMix64;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;

/**
 * The way to one power cut: the number of a life, then for each cut after which something lived on
 * its count in that life and which of the possible remains it left. As text {@code 1a2b/17.2/3.0}.
 *
 * @param life the number that decides a life
 * @param steps the cuts, the first one first
 * @param wanted the only way to go, or empty for all
 */
record CrashPath(long life, List<Step> steps, List<Step> wanted) {
  private static final int MOST_LIVES = 4;

  /** One cut. */
  record Step(int cut, int subset) {
    @Override
    public String toString() {
      return cut + "." + subset;
    }
  }

  /** A cut after which not everything was right. */
  static final class Failed extends AssertionError {
    private static final long serialVersionUID = 1;

    Failed(CrashPath path, SimulatedDisk disk, Throwable failure) {
      super(
          "after the power cut "
              + path
              + " (run it again alone with -D"
              + CrashTest.REPLAY
              + "="
              + path
              + "), not durable before it: "
              + unsynced(disk)
              + ": "
              + failure,
          failure);
    }

    private static String unsynced(SimulatedDisk disk) {
      try {
        return disk.unsynced(EngineBed.FILE).stream()
            .map(event -> event.operation() + " " + event.offset() + "+" + event.lengthBytes())
            .toList()
            .toString();
      } catch (NoSuchFileException missing) {
        return "the file's name";
      }
    }
  }

  static CrashPath of(long life) {
    return new CrashPath(life, List.of(), List.of());
  }

  /** Reads what a failure printed. */
  static CrashPath replay(String text) {
    String[] parts = text.split("/");
    List<Step> wanted = new ArrayList<>();
    for (String part : List.of(parts).subList(1, parts.length)) {
      String[] numbers = part.split("\\.");
      wanted.add(new Step(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1])));
    }
    return new CrashPath(Long.parseUnsignedLong(parts[0], 16), List.of(), wanted);
  }

  CrashPath cut(int cut, int subset) {
    List<Step> longer = new ArrayList<>(steps);
    longer.add(new Step(cut, subset));
    return new CrashPath(life, List.copyOf(longer), wanted);
  }

  boolean isReplay() {
    return !wanted.isEmpty();
  }

  /** Whether this is on the only way to go, if there is but one. */
  boolean isWanted() {
    return wanted.isEmpty()
        || steps.size() <= wanted.size() && steps.equals(wanted.subList(0, steps.size()));
  }

  /** Whether what this cut left lives on: seldom, and ever more seldom after more cuts. */
  boolean livesOn() {
    if (isReplay()) {
      return steps.size() < wanted.size();
    }
    return steps.size() < MOST_LIVES && number(7).chance(1, steps.size() == 1 ? 25 : 60);
  }

  /** The page size, which is the same in all lives of a file. */
  int pageSize() {
    return new SplitMix64(life).choice(1024, 1024, 1024, 4096);
  }

  /** The choices of the life that begins here, or of the cut. */
  SplitMix64 random() {
    return number(0);
  }

  private SplitMix64 number(long purpose) {
    SplitMix64 number = new SplitMix64(life + purpose);
    for (Step step : steps) {
      number = new SplitMix64(number.next() + 1000L * step.cut() + step.subset());
    }
    return number.fork();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(Long.toHexString(life));
    steps.forEach(step -> text.append('/').append(step));
    return text.toString();
  }
}
