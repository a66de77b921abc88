package io.togglebolt.testkit.network;

import io.togglebolt.testkit.SplitMix64;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Messages on their way between numbered nodes. Nothing moves by itself: who simulates asks when
 * the next message is due, moves his clock there and takes it. The same calls under the same seed
 * give the same deliveries.
 *
 * <p>A link keeps the order of what is sent over it, as a connection does, except for the messages
 * that its rule reorders. A message of a node to itself takes the link's way like any other.
 *
 * <p>One thread's.
 *
 * @param <M> the messages; opaque, handed on as they are
 */
public final class SimulatedNetwork<M> {
  /** Beyond this, what is sent over a link is lost, as a full send buffer loses it. */
  private static final int MOST_ON_A_LINK = 4096;

  private static final int MILLION = 1_000_000;

  private static final Comparator<Queued<?>> ORDER =
      Comparator.<Queued<?>>comparingLong(queued -> queued.delivery().dueNanos())
          .thenComparingLong(Queued::number);

  private final SplitMix64 random;
  private final PriorityQueue<Queued<M>> queue = new PriorityQueue<>(ORDER);
  private final Map<Link, State> states = new HashMap<>();
  private final Set<Link> cuts = new HashSet<>();
  private LinkRule defaultRule;
  private LossObserver<M> observer = (delivery, loss) -> {};
  private long numbers;
  private long sent;
  private long delivered;
  private long lost;
  private long duplicated;

  /** Is told of each message that does not arrive. Must not call the network. */
  public interface LossObserver<M> {
    /** What was lost and why; one that was not queued yet is due when it was sent. */
    void lost(Delivery<M> delivery, Loss loss);
  }

  /** A delivery with the number that keeps the order of those due at once. */
  private record Queued<M>(Delivery<M> delivery, long number) {}

  /** What a link remembers. */
  private static final class State {
    private LinkRule rule;
    private boolean ownRule;
    private long lastDueNanos = Long.MIN_VALUE;
    private int onTheWay;

    private State(LinkRule rule) {
      this.rule = rule;
    }
  }

  /** A network whose links all follow one rule, until they are given their own. */
  public SimulatedNetwork(SplitMix64 random, LinkRule rule) {
    this.random = random;
    defaultRule = rule;
  }

  /** Tells of losses from now on. */
  public void observeLosses(LossObserver<M> newObserver) {
    observer = newObserver;
  }

  /** Sets the rule of all links that have none of their own. */
  public void rule(LinkRule rule) {
    defaultRule = rule;
    states.values().stream().filter(state -> !state.ownRule).forEach(state -> state.rule = rule);
  }

  /** Gives one direction of a link its own rule. What is on the way is not touched. */
  public void rule(long from, long to, LinkRule rule) {
    State state = state(new Link(from, to));
    state.rule = rule;
    state.ownRule = true;
  }

  /** Takes the links' own rules away; cuts stay. */
  public void clearRules() {
    for (State state : states.values()) {
      state.rule = defaultRule;
      state.ownRule = false;
    }
  }

  /** Cuts one direction: what is on the way and what will be sent is lost. */
  public void cut(long from, long to) {
    cuts.add(new Link(from, to));
  }

  /** Mends one direction. */
  public void mend(long from, long to) {
    cuts.remove(new Link(from, to));
  }

  /** Cuts both directions between every node of one side and every node of the other. */
  public void partition(Collection<Long> side, Collection<Long> other) {
    for (long a : side) {
      for (long b : other) {
        cut(a, b);
        cut(b, a);
      }
    }
  }

  /** Cuts the direction from one side to the other: these still hear of those. */
  public void partitionOneWay(Collection<Long> from, Collection<Long> to) {
    for (long a : from) {
      for (long b : to) {
        cut(a, b);
      }
    }
  }

  /** Mends all cuts. Rules stay. */
  public void heal() {
    cuts.clear();
  }

  /** Whether one direction is cut. */
  public boolean isCut(long from, long to) {
    return cuts.contains(new Link(from, to));
  }

  /**
   * Loses all that is on the way to or from a node, as when its process dies and its connections
   * with it.
   */
  public void disconnect(long node) {
    for (Iterator<Queued<M>> each = queue.iterator(); each.hasNext(); ) {
      Delivery<M> delivery = each.next().delivery();
      if (delivery.from() == node || delivery.to() == node) {
        each.remove();
        state(new Link(delivery.from(), delivery.to())).onTheWay--;
        lose(delivery, Loss.DISCONNECTED);
      }
    }
  }

  /**
   * Sends a message.
   *
   * @param nowNanos virtual time; must not go back from one call to the next
   * @return false when the link is cut or full, which a sender notices by its connection; true says
   *     nothing about whether it will arrive
   */
  public boolean send(long nowNanos, long from, long to, M message) {
    sent++;
    Link link = new Link(from, to);
    State state = state(link);
    Delivery<M> now = new Delivery<>(from, to, message, nowNanos, nowNanos);
    if (cuts.contains(link)) {
      lose(now, Loss.CUT);
      return false;
    }
    if (state.onTheWay >= MOST_ON_A_LINK) {
      lose(now, Loss.OVERFLOW);
      return false;
    }
    if (happens(state.rule.dropPerMillion())) {
      lose(now, Loss.DROPPED);
      return true;
    }
    enqueue(state, now, happens(state.rule.reorderPerMillion()));
    if (happens(state.rule.duplicatePerMillion())) {
      duplicated++;
      enqueue(state, now, true);
    }
    return true;
  }

  private void enqueue(State state, Delivery<M> now, boolean outOfOrder) {
    LinkRule rule = state.rule;
    long due = now.sentNanos() + drawBetween(rule.minDelayNanos(), rule.maxDelayNanos());
    if (outOfOrder) {
      due += drawBetween(0, rule.reorderDelayNanos());
    } else {
      due = Math.max(due, state.lastDueNanos);
      state.lastDueNanos = due;
    }
    state.onTheWay++;
    queue.add(
        new Queued<>(
            new Delivery<>(now.from(), now.to(), now.message(), now.sentNanos(), due), numbers++));
  }

  private boolean happens(int perMillion) {
    return perMillion > 0 && random.chance(perMillion, MILLION);
  }

  private long drawBetween(long low, long high) {
    return low == high ? low : low + random.below(high - low + 1);
  }

  /** When the next message is due, in virtual time; {@link Long#MAX_VALUE} when none is. */
  public long nextDueNanos() {
    Queued<M> next = queue.peek();
    return next == null ? Long.MAX_VALUE : next.delivery().dueNanos();
  }

  /**
   * Takes the next message that has arrived by now, if any. One over a cut link is lost instead.
   */
  public Optional<Delivery<M>> poll(long nowNanos) {
    for (Queued<M> next = queue.peek();
        next != null && next.delivery().dueNanos() <= nowNanos;
        next = queue.peek()) {
      Delivery<M> delivery = queue.remove().delivery();
      Link link = new Link(delivery.from(), delivery.to());
      state(link).onTheWay--;
      if (!cuts.contains(link)) {
        delivered++;
        return Optional.of(delivery);
      }
      lose(delivery, Loss.CUT);
    }
    return Optional.empty();
  }

  private void lose(Delivery<M> delivery, Loss loss) {
    lost++;
    observer.lost(delivery, loss);
  }

  private State state(Link link) {
    return states.computeIfAbsent(link, unused -> new State(defaultRule));
  }

  /** How many messages are on the way. */
  public int pending() {
    return queue.size();
  }

  /** How many messages were sent. */
  public long sent() {
    return sent;
  }

  /** How many messages arrived, duplicates included. */
  public long delivered() {
    return delivered;
  }

  /** How many messages were lost, for whatever reason. */
  public long lost() {
    return lost;
  }

  /** How many messages were sent on twice. */
  public long duplicated() {
    return duplicated;
  }
}
