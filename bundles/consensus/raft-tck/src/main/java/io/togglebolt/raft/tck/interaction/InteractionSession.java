package io.togglebolt.raft.tck.interaction;

import io.togglebolt.raft.RaftException;
import io.togglebolt.raft.RaftFactory;
import io.togglebolt.raft.tck.Directive;
import io.togglebolt.raft.tck.TranscriptException;
import io.togglebolt.raft.tck.TranscriptLanguage;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** What the directives of one file have done to their cluster. One thread's. */
final class InteractionSession implements TranscriptLanguage.Session {
  private final Output output = new Output();
  private final SortedMap<String, Consumer<Directive>> commands = new TreeMap<>();

  InteractionSession(RaftFactory factory) {
    Cluster cluster = new Cluster(factory, output);
    // Where a debugger may be told to stop.
    commands.put("_breakpoint", directive -> directive.allow(0));
    commands.putAll(new ClusterCommands(cluster, output).table());
    commands.putAll(new LogCommands(cluster, output).table());
    commands.putAll(new MemberCommands(cluster).table());
  }

  /** The commands, in the order of their names. */
  SortedSet<String> commands() {
    return new TreeSet<>(commands.keySet());
  }

  @Override
  public String run(Directive directive) {
    Consumer<Directive> command = commands.get(directive.command());
    if (command == null) {
      throw new TranscriptException("command " + directive.command() + " is not known");
    }
    if (!directive.command().equals(MemberCommands.WITH_INPUT)) {
      directive.allowNoInput();
    }
    output.reset();
    try {
      command.accept(directive);
    } catch (Refusal e) {
      output.printAlways(String.valueOf(e.getMessage()));
    } catch (RaftException e) {
      output.printAlways(Errors.text(e));
    }
    return output.text();
  }
}
