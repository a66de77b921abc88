package io.togglebolt.raft.tck;

import java.util.Set;

/**
 * Commands that belong together. Found by the service loader, so that an implementation may add
 * commands that look into it. Stateless; any thread may call it.
 */
public interface TranscriptLanguage {
  /** The commands that it knows. No two languages know the same. */
  Set<String> commands();

  /** Begins a file. Called once for each file in which one of the commands occurs. */
  Session open();

  /** What one file has done so far. One thread's. */
  interface Session {
    /**
     * Does what a directive asks for.
     *
     * @return what is to be printed; the last line may end without a line feed
     * @throws TranscriptException when an argument is missing, unknown or out of range. What the
     *     implementation under test refuses is printed instead
     */
    String run(Directive directive);
  }
}
