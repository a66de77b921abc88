package io.togglebolt.itests.simulation.member;

import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Entry;
import io.togglebolt.testkit.history.KeyValueModel.Result;
import org.jspecify.annotations.Nullable;

/**
 * What an entry led to when it was applied.
 *
 * @param command what it asked; null where it asked nothing
 * @param result what came of it; null where nothing was asked, or the session has gone on since
 * @param confState the configuration after it
 */
record Outcome(
    Entry entry, @Nullable Command command, @Nullable Result result, ConfState confState) {}
