package io.togglebolt.raft.core.internal.transcripts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.togglebolt.raft.core.testing.ConfChangeLanguage;
import io.togglebolt.raft.core.testing.QuorumLanguage;
import io.togglebolt.raft.tck.Difference;
import io.togglebolt.raft.tck.FeatureTranscripts;
import io.togglebolt.raft.tck.Replay;
import io.togglebolt.raft.tck.Transcript;
import io.togglebolt.raft.tck.TranscriptLanguage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Replays transcripts about quorums and memberships alone: our own, and those of etcd. */
final class CoreTranscriptsTest {
  /** Where etcd's transcripts lie: beside the project, or where this property says. */
  private static final Path ETCD =
      Path.of(System.getProperty("togglebolt.transcripts", "../../../../shared/fixtures/raft"));

  private static final Replay REPLAY =
      new Replay(List.of(new QuorumLanguage(), new ConfChangeLanguage()));

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.toString().endsWith(".txt")).sorted().toList();
    }
  }

  private static Replay.Result replay(String name, String text) {
    return REPLAY.run(Transcript.parse(name, text));
  }

  private static String output(String transcript) {
    return replay("transcript", transcript).outputs().getLast();
  }

  private static String error(String transcript) {
    List<Difference> errors = replay("transcript", transcript).errors();
    assertEquals(1, errors.size(), () -> "one error for " + transcript);
    return errors.getFirst().text().strip();
  }

  @ParameterizedTest
  @ValueSource(strings = {"quorum", "confchange"})
  void allOfEtcdsFilesAreReplayedWordForWord(String directory) throws IOException {
    Path files = ETCD.resolve(directory);
    assumeTrue(
        Files.isDirectory(files), () -> "etcd's transcripts are not replayed: no folder " + files);
    StringBuilder differences = new StringBuilder();
    int directives = 0;
    for (Path file : files(files)) {
      Replay.Result result = replay(file.toString(), Files.readString(file));
      directives += result.directives();
      result.differences().forEach(differences::append);
    }

    assertEquals("", differences.toString());
    assertFalse(directives == 0, () -> "no directive in " + files);
  }

  @ParameterizedTest
  @ValueSource(strings = {"quorum", "confchange"})
  void ourFilesAreReplayedWordForWord(String part) {
    List<Transcript> transcripts = FeatureTranscripts.of(part);
    StringBuilder differences = new StringBuilder();
    for (Transcript transcript : transcripts) {
      REPLAY.run(transcript).differences().forEach(differences::append);
    }

    assertEquals("", differences.toString());
    assertTrue(transcripts.size() >= 7, () -> "only " + transcripts.size() + " of " + part);
  }

  @Test
  void theCommandsAreFoundByTheServiceLoader() {
    assertEquals(
        "committed enter-joint leave-joint simple vote",
        ServiceLoader.load(TranscriptLanguage.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(
                language ->
                    language instanceof QuorumLanguage || language instanceof ConfChangeLanguage)
            .flatMap(language -> language.commands().stream())
            .sorted()
            .collect(Collectors.joining(" ")));
  }

  @Test
  void tooFewIndexesAreComplainedAbout() {
    assertEquals(
        "error: mismatched input (explicit or _) for voters map[1:{} 2:{} 3:{}]: [0 7]\n",
        output("committed cfg=(1,2) cfgj=(2,3) idx=(_,7)\n----\n"));
    assertEquals(
        "error: mismatched input (explicit or _) for voters map[1:{}]: [2 1 0]\n",
        output("vote cfg=(1) votes=(y,n,_)\n----\n"));
  }

  @Test
  void whatCannotBeReadIsAnErrorThatNamesIt() {
    assertEquals(
        "vote is \"q\"; expected y, n or _", error("vote cfg=(1) votes=(q)\n----\nVoteWon\n"));
    assertEquals(
        "index is 0; expected a larger one, or _ for none",
        error("committed cfg=(1) idx=(0)\n----\n0\n"));
    assertEquals(
        "committed knows no argument votes; expected cfg, cfgj, idx",
        error("committed votes=(y)\n----\n0\n"));
    assertEquals(
        "change \"q1\" is not known; expected v, l, r or u and the id of a member",
        error("simple\nq1\n----\n0\n"));
    assertEquals(
        "leave-joint takes no input, and has \"v1\" below it; is a ---- missing before that?",
        error("leave-joint\nv1\n----\nvoters=(1)\n"));
    assertEquals(
        "argument autoleave is \"perhaps\"; expected true or false",
        error("enter-joint autoleave=perhaps\nv1\n----\nvoters=(1)\n"));
  }

  @Test
  void aTableShowsTheLargestIdsInFull() {
    assertEquals(
        "      idx\n"
            + ">       4    (id=1)\n"
            + "x>      9    (id=18446744073709551615)\n"
            + "4\n",
        output("committed cfg=(18446744073709551615,1) idx=(9,4)\n----\n"));
  }

  @Test
  void aFileBeginsWithoutMembersWhateverAnotherDid() {
    String transcript = "simple\nv1\n----\nvoters=(1)\n1: StateProbe match=0 next=1\n";
    for (int file = 0; file < 2; file++) {
      assertEquals(List.of(), replay("transcript", transcript).differences());
    }
  }
}
