package io.togglebolt.raft.core.testing;

import io.togglebolt.raft.ConfChangeSingle;
import io.togglebolt.raft.core.internal.confchange.Changer;
import io.togglebolt.raft.core.internal.confchange.ConfChangeRefusedException;
import io.togglebolt.raft.core.internal.tracker.Membership;
import io.togglebolt.raft.core.internal.tracker.ProgressTracker;
import io.togglebolt.raft.tck.Argument;
import io.togglebolt.raft.tck.ConfChangeText;
import io.togglebolt.raft.tck.Directive;
import io.togglebolt.raft.tck.TranscriptException;
import io.togglebolt.raft.tck.TranscriptLanguage;
import java.util.List;
import java.util.Set;

/**
 * Commands that change a membership, which is empty when a file begins: {@code simple} changes one
 * voter at most, {@code enter-joint autoleave=true} and {@code leave-joint} go through a joint
 * configuration. The input says what changes, such as {@code v1 l2 r3 u4}. Printed is what the
 * membership is then, or why it stays as it was.
 *
 * <p>Every command, refused or not, makes the log longer by one: so {@code next} tells with which
 * command a member came.
 */
public final class ConfChangeLanguage implements TranscriptLanguage {
  /** For the service loader. */
  public ConfChangeLanguage() {}

  @Override
  public Set<String> commands() {
    return Set.of("simple", "enter-joint", "leave-joint");
  }

  @Override
  public Session open() {
    return new OneMembership();
  }

  private static final class OneMembership implements Session {
    private final ProgressTracker tracker = new ProgressTracker(10, 0);
    private long lastIndex;

    @Override
    public String run(Directive directive) {
      List<ConfChangeSingle> changes = ConfChangeText.parse(directive.input());
      Changer changer = new Changer(tracker, lastIndex++);
      try {
        tracker.install(change(directive, changer, changes));
      } catch (ConfChangeRefusedException refused) {
        return refused.getMessage() + "\n";
      }
      return tracker.config() + "\n" + tracker.progress();
    }

    private static Membership change(
        Directive directive, Changer changer, List<ConfChangeSingle> changes) {
      switch (directive.command()) {
        case "simple":
          directive.allow(0);
          return changer.simple(changes);
        case "enter-joint":
          directive.allow(0, "autoleave");
          return changer.enterJoint(
              directive.argument("autoleave").map(Argument::asBoolean).orElse(false), changes);
        case "leave-joint":
          directive.allow(0);
          directive.allowNoInput();
          return changer.leaveJoint();
        default:
          throw new TranscriptException("command is " + directive.command());
      }
    }
  }
}
