package io.togglebolt.itests.simulation.cluster;

import io.togglebolt.itests.simulation.member.Command;
import io.togglebolt.itests.simulation.member.MemberView;
import io.togglebolt.itests.simulation.member.MemberWatcher;
import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.SnapshotMetadata;
import java.util.List;

/** Tells several. */
record MemberWatchers(List<MemberWatcher> all) implements MemberWatcher {
  @Override
  public void started(MemberView member) {
    all.forEach(watcher -> watcher.started(member));
  }

  @Override
  public void stopped(MemberView member) {
    all.forEach(watcher -> watcher.stopped(member));
  }

  @Override
  public void saved(MemberView member, HardState state, List<Entry> entries) {
    all.forEach(watcher -> watcher.saved(member, state, entries));
  }

  @Override
  public void sent(MemberView member, Message message) {
    all.forEach(watcher -> watcher.sent(member, message));
  }

  @Override
  public void applied(MemberView member, Entry entry, ConfState confState) {
    all.forEach(watcher -> watcher.applied(member, entry, confState));
  }

  @Override
  public void installed(MemberView member, SnapshotMetadata snapshot, long stateHash) {
    all.forEach(watcher -> watcher.installed(member, snapshot, stateHash));
  }

  @Override
  public void hashed(MemberView member, long index, long stateHash) {
    all.forEach(watcher -> watcher.hashed(member, index, stateHash));
  }

  @Override
  public void swapped(MemberView member, String kind, String part) {
    all.forEach(watcher -> watcher.swapped(member, kind, part));
  }

  @Override
  public void acknowledged(Command command) {
    all.forEach(watcher -> watcher.acknowledged(command));
  }

  @Override
  public void finish() {
    all.forEach(MemberWatcher::finish);
  }

  @Override
  public void asked(MemberView member, long question) {
    all.forEach(watcher -> watcher.asked(member, question));
  }

  @Override
  public void answered(MemberView member, long question, long index) {
    all.forEach(watcher -> watcher.answered(member, question, index));
  }

  @Override
  public void stepped(MemberView member) {
    all.forEach(watcher -> watcher.stepped(member));
  }
}
