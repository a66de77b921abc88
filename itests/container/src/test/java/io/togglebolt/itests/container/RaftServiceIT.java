package io.togglebolt.itests.container;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.ElectionTimeout;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.MemoryStorage;
import io.togglebolt.raft.RaftFactory;
import io.togglebolt.raft.RaftNode;
import io.togglebolt.raft.RaftOptions;
import io.togglebolt.raft.RaftRole;
import io.togglebolt.raft.Ready;
import io.togglebolt.raft.Snapshot;
import io.togglebolt.raft.SnapshotMetadata;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

/** Members of Raft are made by a service, and its bundle leaves nothing behind. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class RaftServiceIT {
  private static final String CORE = "io.togglebolt.raft.core";
  private static final String FILTER = "(togglebolt.name=core)";

  @Configuration
  public Option[] distribution() {
    return new Option[] {ExamOptions.distribution(RaftServiceIT.class)};
  }

  @Test
  public void aMemberThatTheServiceMadeCommitsWhatIsProposed() throws Exception {
    assertEquals(List.of("hello", "again"), applied("hello", "again"));
  }

  @Test
  public void theBundleIsKeptByNobodyWhenItIsUninstalled() throws Exception {
    try (Bystanders others = Bystanders.of(CORE)) {
      assertEquals(List.of("before"), applied("before"));
      String location = Container.bundle(CORE).getLocation();
      WeakReference<ClassLoader> loader = uninstalled();
      try {
        assertFalse("a service", Container.isRegistered(RaftFactory.class, FILTER));
        Await.collected(loader);
      } finally {
        Container.installAgain(CORE, location);
      }
      assertEquals(List.of("after"), applied("after"));
      others.requireUntouched();
    }
  }

  /** What a cluster of one applies; in a frame of its own, so that no variable keeps the member. */
  private static List<String> applied(String... proposals) throws Exception {
    RaftFactory factory = Container.service(RaftFactory.class, FILTER);
    MemoryStorage log = factory.newMemoryStorage();
    log.applySnapshot(
        new Snapshot(new SnapshotMetadata(ConfState.ofVoters(1L), 1, 1), new byte[0]));
    RaftNode member =
        factory.newNode(
            RaftOptions.builder(1, log, ElectionTimeout.random(bound -> bound - 1)).build());
    member.campaign();
    List<String> applied = new ArrayList<>();
    drive(member, log, applied);
    assertEquals(RaftRole.LEADER, member.softState().role());
    for (String proposal : proposals) {
      member.propose(proposal.getBytes(StandardCharsets.UTF_8));
    }
    drive(member, log, applied);
    return applied;
  }

  private static void drive(RaftNode member, MemoryStorage log, List<String> applied) {
    while (member.hasReady()) {
      Ready ready = member.ready();
      log.append(ready.entries());
      if (!ready.hardState().isEmpty()) {
        log.setHardState(ready.hardState());
      }
      for (Entry entry : ready.committedEntries()) {
        if (entry.data().length > 0) {
          applied.add(new String(entry.data(), StandardCharsets.UTF_8));
        }
      }
      member.advance();
    }
  }

  private static WeakReference<ClassLoader> uninstalled() throws Exception {
    Bundle bundle = Container.bundle(CORE);
    ClassLoader loader = bundle.adapt(BundleWiring.class).getClassLoader();
    bundle.uninstall();
    Container.refresh(bundle);
    return new WeakReference<>(loader);
  }
}
