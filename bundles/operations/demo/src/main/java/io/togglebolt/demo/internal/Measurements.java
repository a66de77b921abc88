package io.togglebolt.demo.internal;

import io.togglebolt.storage.DatabaseFactory;
import io.togglebolt.storage.Transaction;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The measurements, each on a new file in a folder that the caller removes. Nothing in here knows
 * what the figures should be.
 */
final class Measurements {
  /** How many updates a round has. */
  static final int ROUND_UPDATES = 64;

  private static final int ROUNDS = 3;
  private static final int SAMPLE_EVERY = 8;

  private final DatabaseFactory factory;
  private final Path folder;
  private int files;

  Measurements(DatabaseFactory factory, Path folder) {
    this.factory = factory;
    this.folder = folder;
  }

  /**
   * Three rounds on one file. In each a reader is held while the key is updated; between two rounds
   * there is none, so that the next round begins with what the last one left free.
   *
   * @return for each round its samples, the first one before any update
   */
  List<List<Sample>> rounds(String policy) {
    List<List<Sample>> rounds = new ArrayList<>();
    try (Subject subject = Subject.create(factory, newFile(policy), policy, true)) {
      for (int i = 0; i < ROUNDS; i++) {
        try (Transaction reader = subject.hold()) {
          rounds.add(round(subject, 0));
          requireOpen(reader);
        }
        // The update after the reader's end lets the policy release what only that reader held.
        subject.update();
      }
    }
    return rounds;
  }

  /** One round of updates, sampled as it goes on. */
  private static List<Sample> round(Subject subject, int before) {
    List<Sample> samples = new ArrayList<>();
    samples.add(subject.sample(before));
    update(subject, before, before + ROUND_UPDATES, samples);
    return samples;
  }

  private static void update(Subject subject, int done, int upTo, List<Sample> samples) {
    for (int updates = done + 1; updates <= upTo; updates++) {
      subject.update();
      if (updates % SAMPLE_EVERY == 0) {
        samples.add(subject.sample(updates));
      }
    }
  }

  /**
   * What a policy does that takes over in the middle.
   *
   * @param owner the name that the journal knows the database by
   * @param before the samples of the round before
   * @param after the samples of the round after: the first as the new policy took over, the second
   *     after one update, the others as in any round
   * @param closed the figures after the reader was closed and one more update made
   */
  record Takeover(String owner, List<Sample> before, List<Sample> after, Sample closed) {}

  /**
   * A round under one policy, and another round under one that took over; one reader is open
   * throughout.
   */
  Takeover takeover(String from, String to) {
    Path file = newFile("takeover");
    try (Subject subject = Subject.create(factory, file, from, true)) {
      List<Sample> before;
      List<Sample> after;
      try (Transaction reader = subject.hold()) {
        before = round(subject, 0);
        subject.use(to);
        after = new ArrayList<>(List.of(subject.sample(ROUND_UPDATES)));
        subject.update();
        after.add(subject.sample(ROUND_UPDATES + 1));
        update(subject, ROUND_UPDATES + 1, 2 * ROUND_UPDATES, after);
        requireOpen(reader);
      }
      subject.update();
      Sample closed = subject.sample(2 * ROUND_UPDATES + 1);
      return new Takeover(String.valueOf(file.getFileName()), before, after, closed);
    }
  }

  /**
   * How long a file becomes while one reader is held. These are many commits whose pages count, not
   * their durability, so they do not wait for the disk.
   *
   * @param ready waits until the policy that is meant serves
   * @param marks after how many updates to look, ascending
   * @return for each mark the file's end in pages
   */
  Map<Integer, Long> growth(String policy, Consumer<Subject> ready, List<Integer> marks) {
    Map<Integer, Long> ends = new LinkedHashMap<>();
    try (Subject subject = Subject.create(factory, newFile(policy), policy, false)) {
      ready.accept(subject);
      try (Transaction reader = subject.hold()) {
        int updates = 0;
        for (int mark : marks) {
          for (; updates < mark; updates++) {
            subject.update();
          }
          ends.put(mark, subject.sample(mark).endPages());
        }
        requireOpen(reader);
      }
    }
    return ends;
  }

  /** A reader that ended early would make every policy look good. */
  private static void requireOpen(Transaction reader) {
    reader.root();
  }

  private Path newFile(String what) {
    files++;
    return folder.resolve(files + "-" + what + ".db");
  }
}
