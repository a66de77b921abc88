package io.togglebolt.storage.spi;

/** What all factories of parts have in common. A factory holds no state of the parts it made. */
public interface PartFactory {

  /**
   * The part's name as users type it; in OSGi also the service property {@code togglebolt.name}.
   */
  String name();

  /** The higher wins where nobody chose by name; in OSGi also {@code service.ranking}. */
  default int ranking() {
    return 0;
  }
}
