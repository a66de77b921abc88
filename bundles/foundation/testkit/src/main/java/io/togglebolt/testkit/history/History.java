package io.togglebolt.testkit.history;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What clients asked and were told, in the order in which it happened. A call that is answered
 * before another is invoked must take effect before it; the order of the recording decides, times
 * are only shown.
 *
 * <p>What becomes of a call that was never answered is unknown: the checker lets it take effect at
 * any time after its invocation, or never. A call that surely had no effect is {@link #withdraw}n.
 *
 * <p>One thread's.
 *
 * @param <O> what can be asked
 * @param <R> what is answered
 */
public final class History<O, R> {
  private final List<@Nullable Call<O, R>> calls = new ArrayList<>();
  private long events;

  /**
   * A client asks something.
   *
   * @param nowNanos virtual time
   * @return the number of the call, by which its end is recorded
   */
  public int invoke(long client, O operation, long nowNanos) {
    int id = calls.size();
    calls.add(new Call<>(id, client, operation, events++, Call.NEVER, null, nowNanos, Call.NEVER));
    return id;
  }

  /**
   * The answer came.
   *
   * @throws IllegalStateException when the call has ended already
   */
  public void complete(int id, R result, long nowNanos) {
    Call<O, R> call = open(id);
    calls.set(
        id,
        new Call<>(
            id,
            call.client(),
            call.operation(),
            call.invoked(),
            events++,
            result,
            call.invokedAtNanos(),
            nowNanos));
  }

  /**
   * The call surely had no effect and never will: it was refused before anybody could act on it.
   *
   * @throws IllegalStateException when the call has ended already
   */
  public void withdraw(int id) {
    open(id);
    calls.set(id, null);
  }

  private Call<O, R> open(int id) {
    Call<O, R> call = calls.get(id);
    if (call == null || !call.isOpen()) {
      throw new IllegalStateException("call " + id + " has ended already: " + call);
    }
    return call;
  }

  /** The calls in the order of invocation, without those withdrawn. A copy. */
  public List<Call<O, R>> calls() {
    List<Call<O, R>> all = new ArrayList<>(calls.size());
    for (Call<O, R> call : calls) {
      if (call != null) {
        all.add(call);
      }
    }
    return all;
  }

  /** How many calls were invoked, those withdrawn included. */
  public int size() {
    return calls.size();
  }
}
