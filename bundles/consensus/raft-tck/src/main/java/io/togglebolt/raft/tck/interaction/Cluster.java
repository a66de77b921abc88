package io.togglebolt.raft.tck.interaction;

import io.togglebolt.raft.HardState;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.MessageType;
import io.togglebolt.raft.RaftException;
import io.togglebolt.raft.RaftFactory;
import io.togglebolt.raft.RaftInvariantException;
import io.togglebolt.raft.RaftNode;
import io.togglebolt.raft.Ready;
import io.togglebolt.raft.tck.Directive;
import io.togglebolt.raft.tck.TranscriptException;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The members of a transcript and the messages on the way between them. Nothing moves by itself: a
 * directive says who does what next.
 */
final class Cluster {
  /** A cluster that is right comes to rest within a few dozen rounds. */
  private static final int MOST_ROUNDS = 1000;

  private final RaftFactory factory;
  private final Output output;
  private final List<Member> members = new ArrayList<>();
  private List<Message> messages = new ArrayList<>();

  Cluster(RaftFactory factory, Output output) {
    this.factory = factory;
    this.output = output;
  }

  /** All members, in the order of their ids, which count from 1. */
  List<Member> members() {
    return members;
  }

  /**
   * A member by its id.
   *
   * @throws TranscriptException when there is none
   */
  Member member(long id) {
    if (id < 1 || id > members.size()) {
      throw new TranscriptException(
          "there is no node " + Long.toUnsignedString(id) + "; expected 1 to " + members.size());
    }
    return members.get((int) id - 1);
  }

  /** The member that is the only word of a directive. */
  Member only(Directive directive) {
    directive.allow(1);
    return member(directive, 0);
  }

  /** The member that a word of a directive names. */
  Member member(Directive directive, int place) {
    return member(directive.number(place, "a node"));
  }

  /** The members that the words of a directive name, in order. */
  List<Member> members(Directive directive) {
    List<Member> named = new ArrayList<>();
    for (int i = 0; i < directive.words().size(); i++) {
      named.add(member(directive, i));
    }
    return named;
  }

  /** Adds a member with the next id. */
  void add(MemberOptions template) {
    members.add(new Member(factory, members.size() + 1, template, output));
  }

  /** Puts a message on the way. */
  void send(Message message) {
    messages.add(message);
  }

  /** Does what a member wants done; with asynchronous writes its threads get theirs to do. */
  void processReady(Member member) {
    Ready ready = member.node().ready();
    output.print(Describe.ready(ready));
    boolean async = member.options().asyncStorageWrites();
    if (!async) {
      member.append(ready.hardState(), ready.entries(), ready.snapshot());
      member.apply(ready.committedEntries());
    }
    for (Message message : ready.messages()) {
      if (!Message.isThread(message.to())) {
        messages.add(message);
      } else if (async) {
        work(member, message.to()).add(message);
      } else {
        throw new TranscriptException(
            "node " + member.id() + " told a thread of its own what to do, but writes itself");
      }
    }
    if (!async) {
      member.node().advance();
    }
  }

  private static Deque<Message> work(Member member, long thread) {
    return thread == Message.APPEND_THREAD ? member.appendWork : member.applyWork;
  }

  /** Lets a member's append thread do the next of what it has to do. */
  void processAppend(Member member) {
    process(
        member.appendWork,
        "append",
        message ->
            member.append(
                new HardState(message.term(), message.vote(), message.commit()),
                message.entries(),
                message.snapshot()));
  }

  /** Lets a member's apply thread do the next of what it has to do. */
  void processApply(Member member) {
    process(member.applyWork, "apply", message -> member.apply(message.entries()));
  }

  private void process(Deque<Message> work, String name, Consumer<Message> thread) {
    Message message = work.poll();
    if (message == null) {
      output.print("no " + name + " work to perform");
      return;
    }
    output.println("Processing:");
    output.println(Describe.message(message.toBuilder().responses(List.of()).build()));
    thread.accept(message);
    output.println("Responses:");
    message.responses().forEach(response -> output.println(Describe.message(response)));
    messages.addAll(message.responses());
  }

  /**
   * Whom a message is for, and whether it is lost.
   *
   * @param id the recipient, who need not be there when it is lost
   * @param drop whether it is lost
   */
  record Recipient(long id, boolean drop) {}

  /**
   * Which messages are meant.
   *
   * @param type those of one type; null for all
   * @param senders those of some nodes; empty for all
   */
  record Selection(@Nullable MessageType type, List<Long> senders) {
    static final Selection ALL = new Selection(null, List.of());

    boolean holds(Message message) {
      return (type == null || message.type() == type)
          && (senders.isEmpty() || senders.contains(message.from()));
    }
  }

  /**
   * Delivers or drops messages.
   *
   * @return how many there were
   */
  int deliver(Recipient recipient, Selection selection) {
    List<Message> taken = new ArrayList<>();
    List<Message> left = new ArrayList<>();
    for (Message message : messages) {
      (isFor(message, recipient, selection) ? taken : left).add(message);
    }
    messages = left;
    for (Message message : taken) {
      output.println((recipient.drop() ? "dropped: " : "") + Describe.message(message));
      if (!recipient.drop()) {
        step(message);
      }
    }
    return taken.size();
  }

  private void step(Message message) {
    try {
      RaftNode node = member(message.to()).node();
      if (message.from() == message.to() || Message.isThread(message.from())) {
        node.step(message);
      } else {
        node.receive(message);
      }
    } catch (RaftInvariantException e) {
      throw e;
    } catch (RaftException e) {
      output.println(Errors.text(e));
    }
  }

  /** What a member says to itself is never lost. */
  private static boolean isFor(Message message, Recipient recipient, Selection selection) {
    boolean local =
        message.from() == message.to()
            || Message.isThread(message.from())
            || Message.isThread(message.to());
    return message.to() == recipient.id()
        && !(recipient.drop() && local)
        && selection.holds(message);
  }

  /**
   * Lets members do all that they have to do and deliver all messages among them, until nothing is
   * left.
   *
   * @throws TranscriptException when that does not end
   */
  void stabilize(List<Member> among) {
    for (int round = 0; round < MOST_ROUNDS; round++) {
      boolean busy = false;
      for (Member member : among) {
        busy |= readyOf(member);
      }
      for (Member member : among) {
        busy |= messagesOf(member);
      }
      for (Member member : among) {
        busy |= all(member, member.appendWork, "append", this::processAppend);
      }
      for (Member member : among) {
        busy |= all(member, member.applyWork, "apply", this::processApply);
      }
      if (!busy) {
        return;
      }
    }
    throw new TranscriptException(
        "the nodes did not come to rest within " + MOST_ROUNDS + " rounds");
  }

  private boolean readyOf(Member member) {
    if (!member.node().hasReady()) {
      return false;
    }
    headed(member, "handling Ready", () -> processReady(member));
    return true;
  }

  private boolean messagesOf(Member member) {
    Recipient recipient = new Recipient(member.id(), false);
    if (messages.stream().noneMatch(message -> isFor(message, recipient, Selection.ALL))) {
      return false;
    }
    headed(member, "receiving messages", () -> deliver(recipient, Selection.ALL));
    return true;
  }

  private boolean all(
      Member member, Deque<Message> work, String thread, Consumer<Member> processNext) {
    if (work.isEmpty()) {
      return false;
    }
    output.println("> " + member.id() + " processing " + thread + " thread");
    while (!work.isEmpty()) {
      output.indented(() -> processNext.accept(member));
    }
    return true;
  }

  /** Does something under a heading with the member's id. */
  void headed(Member member, String what, Runnable work) {
    output.println("> " + member.id() + " " + what);
    output.indented(work);
  }
}
