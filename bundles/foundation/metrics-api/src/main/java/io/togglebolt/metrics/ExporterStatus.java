package io.togglebolt.metrics;

import org.jspecify.annotations.Nullable;

/**
 * The exporters of one name, at one moment; strings and numbers only.
 *
 * @param name the exporter's name
 * @param state what it does
 * @param chosen whether configuration or command named it
 * @param candidates how many factories offer it
 * @param ranking the highest ranking of those; 0 where there is none
 * @param where where its output is found, in words for people; null while it does not serve
 * @param trouble why it does not serve, why the best of its factories is not the one that serves,
 *     or why nobody can see what it publishes over HTTP; null where all is well
 */
public record ExporterStatus(
    String name,
    State state,
    boolean chosen,
    int candidates,
    int ranking,
    @Nullable String where,
    @Nullable String trouble) {

  /** What an exporter does. */
  public enum State {
    /** It shows the registry. */
    SERVING,
    /** It is wanted and is being started. */
    STARTING,
    /** It is wanted, and none of those who offer it could be started. */
    FAILED,
    /** It was chosen by name, and nobody offers it. */
    ABSENT,
    /** It could serve and is not wanted. */
    OFF
  }
}
