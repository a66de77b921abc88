package io.togglebolt.shell.internal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.apache.felix.service.command.Job;
import org.jspecify.annotations.Nullable;

/**
 * What the user of a long command sees before it returns, and when it is interrupted: the shell
 * then forgets the command at once and never shows what becomes of it, so the command does that.
 */
final class Live {
  private Live() {}

  /**
   * Prints a line now. A terminal keeps what a command prints until the command ends, unless the
   * session's own stream, which is on the same terminal, is flushed.
   */
  static void say(CommandSession session, String line) {
    System.out.println(line);
    System.out.flush();
    session.getConsole().flush();
  }

  /**
   * Takes a picture away, to show the result where it stood. After an interrupt it stays: the shell
   * shows its prompt beneath it already, and a write of an interrupted thread would close the
   * terminal's stream for all that comes.
   */
  static void clear(Picture picture) {
    if (!Thread.currentThread().isInterrupted()) {
      System.out.print(picture.cleared());
      System.out.flush();
    }
  }

  /** Makes a new file; tells when that was interrupted, and that nothing is left of it. */
  static Object making(CommandSession session, Path target, Supplier<Object> work) {
    boolean wasThere = Files.exists(target);
    try {
      return work.get();
    } catch (CommandException failure) {
      if (Thread.currentThread().isInterrupted()) {
        tell(
            session,
            wasThere || Files.exists(target)
                ? failure.toString()
                : "interrupted: the database is as it was, and the unfinished "
                    + target
                    + " was removed");
      }
      throw failure;
    }
  }

  /** Does what an interrupt ends early but well; shows the result then, too. */
  static Object ending(CommandSession session, Supplier<Object> work) {
    return ending(
        session, "interrupted: what was done is committed, and the database is sound", work);
  }

  /**
   * The same for a command that may run beside the prompt, where the shell would say neither what
   * became of it nor why it failed: then it is said here.
   */
  static @Nullable Object besidePrompt(
      CommandSession session, String interrupted, Supplier<Object> work) {
    Object result;
    try {
      result = ending(session, interrupted, work);
    } catch (CommandException failure) {
      if (inBackground() && !Thread.currentThread().isInterrupted()) {
        tell(session, failure.toString());
      }
      throw failure;
    }
    return inBackground() ? later(session, result) : result;
  }

  /** The same with words of its own for the interrupt. */
  static Object ending(CommandSession session, String interrupted, Supplier<Object> work) {
    Object result = work.get();
    if (Thread.currentThread().isInterrupted()) {
      tell(session, interrupted + "\n" + session.format(result, Converter.INSPECT));
    }
    return result;
  }

  /** Whether the current command runs beside the prompt. */
  static boolean inBackground() {
    Job job = Job.Utils.current();
    return job != null && job.status() == Job.Status.Background;
  }

  /**
   * The result of a command in the background, which the shell would not show: it is shown here.
   */
  private static @Nullable Object later(CommandSession session, Object result) {
    if (Thread.currentThread().isInterrupted()) {
      return result;
    }
    tell(session, String.valueOf(session.format(result, Converter.INSPECT)));
    return null;
  }

  /** On the session's stream: the command's own is closed by a write of an interrupted thread. */
  private static void tell(CommandSession session, String text) {
    session.getConsole().println(text);
    session.getConsole().flush();
  }
}
