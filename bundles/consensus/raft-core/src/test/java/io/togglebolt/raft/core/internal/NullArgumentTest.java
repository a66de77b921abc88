package io.togglebolt.raft.core.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.togglebolt.raft.ConfChange;
import io.togglebolt.raft.ConfChangeV2;
import io.togglebolt.raft.RaftNode;
import io.togglebolt.raft.RaftStatus;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** That an argument which is missing is named, and that the member goes on. */
@SuppressWarnings("NullAway") // It gives what must not be given.
final class NullArgumentTest {
  @Test
  void aNullIsNamedAndChangesNothing() {
    TestMember member = TestMember.of(1, 1L, 2L).elect(2);
    RaftNode node = member.node();
    Map<String, Executable> calls = new TreeMap<>();
    calls.put("step: message", () -> node.step(null));
    calls.put("receive: message", () -> node.receive(null));
    calls.put("propose: data", () -> node.propose(null));
    calls.put("one: change", () -> node.proposeConfChange((ConfChange) null));
    calls.put("several: change", () -> node.proposeConfChange((ConfChangeV2) null));
    calls.put("apply: change", () -> node.applyConfChange(null));
    calls.put("read: context", () -> node.readIndex(null));
    calls.put("report: status", () -> node.reportSnapshot(2, null));
    RaftStatus before = node.status();
    calls.forEach(
        (name, call) -> {
          NullPointerException thrown = assertThrows(NullPointerException.class, call, name);
          assertEquals(name.split(": ", 2)[1], thrown.getMessage(), name);
          assertEquals(before, node.status(), name);
        });
  }
}
