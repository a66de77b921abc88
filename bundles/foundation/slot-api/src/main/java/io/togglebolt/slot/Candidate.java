package io.togglebolt.slot;

/**
 * A factory that could fill a slot. Two candidates are the same if and only if their keys are
 * equal.
 *
 * @param name the part's name, as users type it ({@code legacy}, {@code range}, ...); several
 *     candidates may share one
 * @param ranking the higher wins where nobody chose by name (in OSGi: {@code service.ranking})
 * @param order breaks ties of the ranking: the lower wins (in OSGi: {@code service.id})
 * @param key what this very candidate is, across restarts of its bundle (in OSGi: bundle id, last
 *     modified time and service id)
 * @param factory the stateless factory itself
 * @param preload loads all classes that a part could need later, so that it outlives its bundle;
 *     run once, before adoption
 * @param byNameOnly whether it serves only where its name is pinned, and never for its ranking:
 *     what nobody would want without having asked for it
 * @param <F> the factory's type
 */
public record Candidate<F>(
    String name,
    int ranking,
    long order,
    String key,
    F factory,
    Runnable preload,
    boolean byNameOnly) {

  /** One that may serve for its ranking. */
  public Candidate(String name, int ranking, long order, String key, F factory, Runnable preload) {
    this(name, ranking, order, key, factory, preload, false);
  }
}
