package io.togglebolt.testkit.history;

import io.togglebolt.testkit.history.KeyValueModel.Append;
import io.togglebolt.testkit.history.KeyValueModel.Changed;
import io.togglebolt.testkit.history.KeyValueModel.Done;
import io.togglebolt.testkit.history.KeyValueModel.Get;
import io.togglebolt.testkit.history.KeyValueModel.Operation;
import io.togglebolt.testkit.history.KeyValueModel.Put;
import io.togglebolt.testkit.history.KeyValueModel.Result;
import io.togglebolt.testkit.history.KeyValueModel.Value;
import org.jspecify.annotations.Nullable;

/** Writes small histories of one key down; each event takes a millisecond. */
final class Recording {
  private static final String KEY = "x";
  private static final long MILLI = 1_000_000;

  final History<Operation, Result> history = new History<>();
  private long now;

  /** A call begins. */
  int begin(int client, Operation operation) {
    now += MILLI;
    return history.invoke(client, operation, now);
  }

  /** A call ends. */
  void end(int call, Result result) {
    now += MILLI;
    history.complete(call, result, now);
  }

  /** A call from begin to end, with nothing between. */
  void call(int client, Operation operation, Result result) {
    end(begin(client, operation), result);
  }

  void put(int client, String value) {
    call(client, new Put(KEY, value), new Done());
  }

  void append(int client, String value) {
    call(client, new Append(KEY, value), new Done());
  }

  void get(int client, @Nullable String value) {
    call(client, new Get(KEY), new Value(value));
  }

  int beginPut(int client, String value) {
    return begin(client, new Put(KEY, value));
  }

  int beginAppend(int client, String value) {
    return begin(client, new Append(KEY, value));
  }

  int beginGet(int client) {
    return begin(client, new Get(KEY));
  }

  void endGet(int call, @Nullable String value) {
    end(call, new Value(value));
  }

  void done(int call) {
    end(call, new Done());
  }

  void changed(int call, boolean changed) {
    end(call, new Changed(changed));
  }

  Verdict verdict() {
    return new LinearizabilityChecker<>(new KeyValueModel(), 100_000).check(history);
  }
}
