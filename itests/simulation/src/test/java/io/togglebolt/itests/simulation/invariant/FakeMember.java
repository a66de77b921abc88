package io.togglebolt.itests.simulation.invariant;

import io.togglebolt.itests.simulation.member.MemberView;
import io.togglebolt.itests.simulation.member.MemberWatcher;
import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.MessageType;
import io.togglebolt.raft.RaftRole;
import io.togglebolt.raft.RaftStatus;
import io.togglebolt.raft.SnapshotMetadata;
import io.togglebolt.raft.SoftState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/** A member that does exactly what a test says, and tells whoever watches of it. */
public final class FakeMember implements MemberView {
  private final long id;
  private final MemberWatcher watcher;
  private final List<Entry> log = new ArrayList<>();
  private long base;
  private long baseTerm;
  private HardState state = HardState.EMPTY;
  private HardState coreState = HardState.EMPTY;
  private SoftState softState = new SoftState(0, RaftRole.FOLLOWER);
  private ConfState confState;
  private long applied;
  private int incarnation;

  /** It starts at once with an empty log. */
  public FakeMember(long id, MemberWatcher watcher, ConfState confState) {
    this.id = id;
    this.watcher = watcher;
    this.confState = confState;
    restart();
  }

  /** It starts with what it has. */
  public void restart() {
    incarnation++;
    softState = new SoftState(0, RaftRole.FOLLOWER);
    coreState = state;
    watcher.started(this);
    step();
  }

  /** An event is over. */
  void step() {
    watcher.stepped(this);
  }

  /** Its term and vote are durable. */
  void remember(long term, long vote) {
    save(new HardState(term, vote, state.commit()));
  }

  /** It remembers that, and entries besides, in the place of those that were there. */
  void save(HardState newState, Entry... entries) {
    if (!newState.isEmpty()) {
      state = newState;
      coreState = newState;
    }
    for (Entry entry : entries) {
      put(entry);
    }
    watcher.saved(this, newState, Arrays.asList(entries));
    step();
  }

  /** The same, in an event that is not over. */
  void saveInsideAnEvent(HardState newState, Entry... entries) {
    if (!newState.isEmpty()) {
      state = newState;
    }
    for (Entry entry : entries) {
      put(entry);
    }
    watcher.saved(this, newState, Arrays.asList(entries));
  }

  /** It says that it wrote entries, and did not. */
  void claim(Entry... entries) {
    watcher.saved(this, HardState.EMPTY, Arrays.asList(entries));
  }

  /** Without a word, a snapshot is on its disk. */
  void replaceBySnapshot(long index, long term) {
    log.clear();
    base = index;
    baseTerm = term;
    applied = index;
  }

  /** It takes an entry without a word. */
  public void put(Entry entry) {
    while (lastIndex() >= entry.index()) {
      log.removeLast();
    }
    log.add(entry);
  }

  /** It writes entries only. */
  void write(Entry... entries) {
    save(HardState.EMPTY, entries);
  }

  /** Without a word, its disk holds something else. */
  void find(HardState found, int entries) {
    state = found;
    while (log.size() > entries) {
      log.removeLast();
    }
  }

  /** It is elected. */
  void lead(long term) {
    remember(term, id);
    softState = new SoftState(id, RaftRole.LEADER);
    step();
  }

  /** It wants to be elected. */
  void campaign(long term) {
    remember(term, id);
    softState = new SoftState(0, RaftRole.CANDIDATE);
    step();
  }

  /** It leads no more. */
  void follow(long leader) {
    softState = new SoftState(leader, RaftRole.FOLLOWER);
    step();
  }

  /** Its core counts that as committed. */
  void commit(long index) {
    coreState = new HardState(coreState.term(), coreState.vote(), index);
    step();
  }

  /** The same, in an event that is not over. */
  void commitInsideAnEvent(long index) {
    coreState = new HardState(coreState.term(), coreState.vote(), index);
  }

  /** It applies what its log holds up to there. */
  void applyUpTo(long index) {
    while (applied < index) {
      apply(log.get((int) (applied - base)));
    }
  }

  /** It applies an entry. */
  public void apply(Entry entry) {
    applied = entry.index();
    watcher.applied(this, entry, confState);
    step();
  }

  void reconfigure(ConfState newConfState) {
    confState = newConfState;
  }

  /** Without a word, its state machine is there. */
  public void setApplied(long index) {
    applied = index;
  }

  void install(long index, long term, long stateHash) {
    log.clear();
    base = index;
    baseTerm = term;
    applied = index;
    watcher.installed(this, new SnapshotMetadata(confState, index, term), stateHash);
    step();
  }

  void send(MessageType type, long to, long term) {
    send(Message.of(type).from(id).to(to).term(term).build());
  }

  void send(Message message) {
    watcher.sent(this, message);
  }

  @Override
  public long id() {
    return id;
  }

  @Override
  public int incarnation() {
    return incarnation;
  }

  @Override
  public boolean isUp() {
    return true;
  }

  @Override
  public SoftState softState() {
    return softState;
  }

  @Override
  public RaftStatus status() {
    return new RaftStatus(id, coreState, softState, applied, 0, confState, new TreeMap<>());
  }

  @Override
  public long firstIndex() {
    return base + 1;
  }

  @Override
  public long lastIndex() {
    return base + log.size();
  }

  @Override
  public long term(long index) {
    if (index == base) {
      return baseTerm;
    }
    return index < base || index > lastIndex() ? 0 : log.get((int) (index - base - 1)).term();
  }

  @Override
  public List<Entry> entries(long from, long to) {
    return from > to ? List.of() : log.subList((int) (from - base - 1), (int) (to - base));
  }

  @Override
  public long applied() {
    return applied;
  }

  @Override
  public ConfState confState() {
    return confState;
  }

  @Override
  public HardState durableState() {
    return state;
  }

  @Override
  public long durableIndex() {
    return lastIndex();
  }
}
