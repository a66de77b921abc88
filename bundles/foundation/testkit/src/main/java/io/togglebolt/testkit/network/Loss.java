package io.togglebolt.testkit.network;

/** Why a message did not arrive. */
public enum Loss {
  /** The link's rule drew its loss. */
  DROPPED,
  /** The link was cut when it was sent or when it would have arrived. */
  CUT,
  /** It was on the way when one of its nodes lost its connections. */
  DISCONNECTED,
  /** Too many messages were on the way on the link. */
  OVERFLOW
}
