package io.togglebolt.raft.tck.interaction;

import io.togglebolt.raft.RaftFactory;
import io.togglebolt.raft.tck.TranscriptLanguage;
import java.util.Objects;
import java.util.Set;

/**
 * The commands of etcd's interaction transcripts, and some of our own: {@code read-index}, {@code
 * report-snapshot}, {@code restart}, {@code send-append} and {@code tick}.
 */
public final class InteractionLanguage implements TranscriptLanguage {
  private final RaftFactory factory;

  /** With whatever makes the members. */
  public InteractionLanguage(RaftFactory factory) {
    this.factory = Objects.requireNonNull(factory, "factory");
  }

  @Override
  public Set<String> commands() {
    return new InteractionSession(factory).commands();
  }

  @Override
  public Session open() {
    return new InteractionSession(factory);
  }

  @Override
  public String toString() {
    return "the commands of clusters";
  }
}
