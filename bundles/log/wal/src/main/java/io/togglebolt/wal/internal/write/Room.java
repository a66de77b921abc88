package io.togglebolt.wal.internal.write;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.function.BooleanSupplier;

/**
 * Where appends wait until the open buffer has room for them, first come, first served: or a large
 * one would wait as long as there are small ones. Guarded by the intake lock.
 */
final class Room {
  private final Condition changed;
  private final Turn turn;

  /** What those hold who wait; whoever holds the first is the next. */
  private final Deque<Object> tickets = new ArrayDeque<>();

  private boolean wanted;

  /**
   * With nobody in it.
   *
   * @param changed signalled when there may be more room
   */
  Room(Condition changed, Turn turn) {
    this.changed = changed;
    this.turn = turn;
  }

  /** Whether nobody waits, who would be first. */
  boolean isOpen() {
    return tickets.isEmpty();
  }

  /** Whether somebody waits, so that the buffer is to be written although no save asks for it. */
  boolean isWanted() {
    return wanted;
  }

  /** The buffer is another one. */
  void isMade() {
    wanted = false;
  }

  /** Waits, and writes what is in the way where nobody else does. */
  void await(BooleanSupplier isOver, BooleanSupplier hasRoom) {
    Object ticket = new Object();
    tickets.add(ticket);
    try {
      while (!isOver.getAsBoolean() && (tickets.peek() != ticket || !hasRoom.getAsBoolean())) {
        wanted = true;
        if (tickets.peek() != ticket || !turn.lendTo()) {
          changed.awaitUninterruptibly();
        }
      }
    } finally {
      // Whatever it ended with, memory for a large save may have been refused: others go on.
      tickets.remove(ticket);
      changed.signalAll();
    }
  }
}
