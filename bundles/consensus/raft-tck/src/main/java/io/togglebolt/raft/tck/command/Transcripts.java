package io.togglebolt.raft.tck.command;

import io.togglebolt.raft.RaftFactory;
import io.togglebolt.raft.tck.Difference;
import io.togglebolt.raft.tck.Replay;
import io.togglebolt.raft.tck.Transcript;
import io.togglebolt.raft.tck.TranscriptException;
import io.togglebolt.raft.tck.TranscriptLanguage;
import io.togglebolt.raft.tck.interaction.InteractionLanguage;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Supplier;

/**
 * Replays the transcripts below directories and prints where the implementation on the class path
 * does something else. One run's.
 */
public final class Transcripts {
  /** What the process ends with where everything agreed. */
  static final int AGREED = 0;

  /** What the process ends with where something differed. */
  static final int DIFFERED = 1;

  /** What the process ends with where there was nothing to replay. */
  static final int UNUSABLE = 2;

  private static final String REWRITE = "--rewrite";
  private static final String USAGE =
      """
      usage: transcripts [--rewrite] DIR [DIR ...]
        replays each *.txt below the directories and prints each difference as a diff with file and
        line; the last line counts files, directives and differences
        --rewrite writes what was printed into the files instead
        exit code: 0 when nothing differed, 1 when something did, 2 when nothing could be replayed
      """;

  private final Replay replay;
  private final boolean rewrite;
  private final PrintStream out;
  private int files;
  private int directives;
  private int differences;

  private Transcripts(Replay replay, boolean rewrite, PrintStream out) {
    this.replay = replay;
    this.rewrite = rewrite;
    this.out = out;
  }

  /** Replays what is named, and ends the process. */
  public static void main(String[] arguments) {
    int status = run(List.of(arguments), () -> new Replay(languages()), System.out, System.err);
    System.out.flush();
    System.exit(status);
  }

  /**
   * Replays what is named.
   *
   * @param replay makes what replays them
   * @return what the process is to end with
   */
  static int run(
      List<String> arguments, Supplier<Replay> replay, PrintStream out, PrintStream err) {
    List<Path> places = new ArrayList<>();
    boolean rewrite = false;
    for (String argument : arguments) {
      if (argument.equals(REWRITE)) {
        rewrite = true;
      } else if (argument.equals("--help")) {
        out.print(USAGE);
        return AGREED;
      } else if (argument.startsWith("-")) {
        err.println("transcripts: option " + argument + " is not known; expected " + REWRITE);
        return UNUSABLE;
      } else {
        places.add(Path.of(argument));
      }
    }
    if (places.isEmpty()) {
      err.print(USAGE);
      return UNUSABLE;
    }
    try {
      return new Transcripts(replay.get(), rewrite, out).replay(places);
    } catch (TranscriptException e) {
      err.println("transcripts: " + e.getMessage());
      return UNUSABLE;
    } catch (IOException | UncheckedIOException e) {
      err.println("transcripts: a file cannot be read or written: " + e);
      return UNUSABLE;
    }
  }

  /** The commands of clusters for the factory on the class path, and whatever else is there. */
  private static List<TranscriptLanguage> languages() {
    List<TranscriptLanguage> languages = new ArrayList<>();
    Optional<RaftFactory> factory = ServiceLoader.load(RaftFactory.class).findFirst();
    languages.add(
        new InteractionLanguage(
            factory.orElseThrow(
                () ->
                    new TranscriptException(
                        "no implementation of Raft is on the class path; expected a "
                            + RaftFactory.class.getName()))));
    ServiceLoader.load(TranscriptLanguage.class).forEach(languages::add);
    return languages;
  }

  private int replay(List<Path> places) throws IOException {
    List<Path> found = new ArrayList<>();
    for (Path place : places) {
      if (!Files.exists(place)) {
        throw new TranscriptException("there is no " + place + "; expected a directory of *.txt");
      }
      List<Path> below = TranscriptFiles.below(place);
      if (below.isEmpty()) {
        throw new TranscriptException("there are no *.txt below " + place);
      }
      found.addAll(below);
    }
    for (Path file : found) {
      replay(file);
    }
    if (files == 0) {
      throw new TranscriptException("none of the files has a directive: nothing was replayed");
    }
    out.println(files + " files, " + directives + " directives, " + differences + " differences");
    return differences == 0 ? AGREED : DIFFERED;
  }

  private void replay(Path file) throws IOException {
    String text;
    Transcript transcript;
    try {
      text = Files.readString(file, StandardCharsets.UTF_8);
      transcript = Transcript.parse(file.toString(), text);
    } catch (CharacterCodingException e) {
      unreadable(file + ":1: is not UTF-8");
      return;
    } catch (TranscriptException e) {
      unreadable(String.valueOf(e.getMessage()));
      return;
    }
    if (transcript.directives().isEmpty()) {
      out.println(file + ": skipped, since it has no directives");
      return;
    }
    Replay.Result result = replay.run(transcript);
    files++;
    directives += result.directives();
    List<Difference> shown = rewrite ? result.errors() : result.differences();
    differences += shown.size();
    shown.forEach(out::print);
    if (rewrite) {
      rewrite(file, text, transcript.withOutputs(result.outputs()));
    }
  }

  private void unreadable(String message) {
    files++;
    differences++;
    out.println(message);
  }

  private void rewrite(Path file, String before, String after) throws IOException {
    if (before.indexOf('\r') >= 0) {
      differences++;
      out.println(
          file + ": not rewritten: it has carriage returns; expected lines that end in \\n");
    } else if (!after.equals(before)) {
      TranscriptFiles.replace(file, after);
      out.println(file + ": rewritten");
    }
  }
}
