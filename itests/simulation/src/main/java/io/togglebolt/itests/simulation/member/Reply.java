package io.togglebolt.itests.simulation.member;

import io.togglebolt.testkit.history.KeyValueModel.Result;

/** Where a member answers a request. It may never do so. */
public interface Reply {
  /** It is done. */
  void done(Result result);

  /** The member did nothing of it, and never will: ask another one. */
  void refused();
}
