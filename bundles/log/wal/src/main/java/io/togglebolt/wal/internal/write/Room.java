package io.togglebolt.wal.internal.write;

import java.util.concurrent.locks.Condition;
import java.util.function.BooleanSupplier;

/**
 * Where appends wait until the open buffer has room for them, first come, first served: or a large
 * one would wait as long as there are small ones. Guarded by the intake lock.
 */
final class Room {
  private final Condition changed;
  private final Turn turn;

  /** How many had to wait, and how many of them do no more. */
  private long tickets;

  private long admitted;
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
    return tickets == admitted;
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
    long ticket = tickets++;
    while (!isOver.getAsBoolean() && (ticket != admitted || !hasRoom.getAsBoolean())) {
      wanted = true;
      if (ticket != admitted || !turn.lendTo()) {
        changed.awaitUninterruptibly();
      }
    }
    admitted++;
    changed.signalAll();
  }
}
