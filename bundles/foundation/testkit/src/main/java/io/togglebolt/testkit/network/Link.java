package io.togglebolt.testkit.network;

/** One direction between two nodes. */
record Link(long from, long to) {}
