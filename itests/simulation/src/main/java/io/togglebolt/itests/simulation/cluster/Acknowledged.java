package io.togglebolt.itests.simulation.cluster;

import io.togglebolt.testkit.history.KeyValueModel.Operation;
import io.togglebolt.testkit.history.KeyValueModel.Result;
import java.util.ArrayList;
import java.util.List;

/** The changes that clients were told are done. */
public final class Acknowledged {
  private final List<Write> writes = new ArrayList<>();

  /** One of them. */
  public record Write(long session, long number, Operation operation, Result result) {}

  /** None yet. */
  public Acknowledged() {}

  void add(Write write) {
    writes.add(write);
  }

  /** In the order in which clients heard of them. */
  public List<Write> writes() {
    return List.copyOf(writes);
  }
}
