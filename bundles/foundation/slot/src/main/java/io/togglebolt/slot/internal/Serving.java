package io.togglebolt.slot.internal;

/**
 * What serves in a slot. The factory is not kept: the part outlives it.
 *
 * @param name the candidate's name
 * @param key the candidate's key
 * @param part the part
 * @param <P> the part's type
 */
record Serving<P>(String name, String key, P part) {}
