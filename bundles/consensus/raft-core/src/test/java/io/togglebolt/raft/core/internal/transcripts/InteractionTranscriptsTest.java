package io.togglebolt.raft.core.internal.transcripts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.togglebolt.raft.RaftFactory;
import io.togglebolt.raft.core.internal.CoreRaftFactory;
import io.togglebolt.raft.core.internal.state.Safeguard;
import io.togglebolt.raft.core.testing.FaultyRaft;
import io.togglebolt.raft.tck.Difference;
import io.togglebolt.raft.tck.FeatureTranscripts;
import io.togglebolt.raft.tck.Replay;
import io.togglebolt.raft.tck.Transcript;
import io.togglebolt.raft.tck.interaction.InteractionLanguage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Replays transcripts of whole clusters: our own, and those of etcd where they are. */
final class InteractionTranscriptsTest {
  /** Where etcd's transcripts lie: beside the project, or where this property says. */
  private static final Path ETCD =
      Path.of(System.getProperty("togglebolt.transcripts", "../../../../shared/fixtures/raft"))
          .resolve("testdata");

  private static List<Difference> differences(RaftFactory factory, List<Transcript> transcripts) {
    Replay replay = new Replay(List.of(new InteractionLanguage(factory)));
    return transcripts.stream()
        .flatMap(transcript -> replay.run(transcript).differences().stream())
        .toList();
  }

  private static void assertAgrees(List<Transcript> transcripts) {
    assertEquals(
        "",
        differences(new CoreRaftFactory(), transcripts).stream()
            .map(Difference::toString)
            .collect(Collectors.joining()));
  }

  @Test
  void ourTranscriptsAreReplayedWordForWord() {
    List<Transcript> transcripts = FeatureTranscripts.all();
    assertTrue(transcripts.size() >= 25, () -> "only " + transcripts.size() + " transcripts");
    assertAgrees(transcripts);
  }

  @Test
  void allOfEtcdsTranscriptsAreReplayedWordForWord() throws IOException {
    assumeTrue(
        Files.isDirectory(ETCD),
        () -> "etcd's transcripts are not replayed, only our own: there is no folder " + ETCD);
    List<Transcript> transcripts;
    try (Stream<Path> files = Files.walk(ETCD)) {
      transcripts =
          files
              .filter(file -> file.toString().endsWith(".txt"))
              .sorted()
              .map(InteractionTranscriptsTest::read)
              .toList();
    }
    assertFalse(transcripts.isEmpty(), () -> "no transcripts in " + ETCD);
    assertAgrees(transcripts);
  }

  private static Transcript read(Path file) {
    try {
      return Transcript.parse(file.toString(), Files.readString(file));
    } catch (IOException e) {
      throw new AssertionError(file + " cannot be read", e);
    }
  }

  /** Each rule has a transcript of ours that shows it, so none can get lost unseen. */
  @ParameterizedTest
  @EnumSource(Safeguard.class)
  void aMemberThatBreaksARuleDiffersFromOurTranscripts(Safeguard broken) {
    assertNotEquals(
        List.of(), differences(new FaultyRaft(broken), FeatureTranscripts.all()), broken::name);
  }
}
