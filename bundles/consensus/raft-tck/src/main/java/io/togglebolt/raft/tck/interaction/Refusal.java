package io.togglebolt.raft.tck.interaction;

/** A directive was understood and refused: its text is what the directive prints. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Refusal(String text) {
    super(text);
  }
}
