package io.togglebolt.itests.benchmarks.side;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/**
 * In which order those that are compared take turns: in each block everyone twice, in some order
 * and then in the same order backwards. Whatever changes steadily within a block, as a tree that
 * grows does, then adds the same to all of them. In as many blocks as there are sides everyone has
 * each place once, since whose turns lie next to each other has an advantage.
 */
public final class Slices {

  private Slices() {}

  /** The order of a block, always the same one of the same block. */
  public static List<Integer> order(int block, int sides) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < sides; i++) {
      order.add(i);
    }
    Collections.shuffle(order, new SplittableRandom(block / sides));
    Collections.rotate(order, block % sides);
    order.addAll(List.copyOf(order).reversed());
    return order;
  }

  /**
   * How often something is to be done in a slice, from how long it took so many times: at most
   * eight times as often as before, so that one slow start does not decide.
   */
  public static int next(int times, long took, long wanted) {
    double fitting = times * (wanted / Math.max(1.0, took));
    return (int) Math.clamp(Math.round(fitting), 1L, 8L * times);
  }
}
