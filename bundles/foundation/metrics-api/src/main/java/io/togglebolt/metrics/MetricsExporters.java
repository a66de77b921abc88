package io.togglebolt.metrics;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The exporters that show the registry, as an operator sees them: several serve at once, one of
 * each name. A service. Thread-safe.
 *
 * <p>A choice made here lasts until the next one, by a call or by a change of the configuration; it
 * is not written down.
 */
@ProviderType
public interface MetricsExporters {

  /** Those that are there and those that are wanted, by name. */
  List<ExporterStatus> exporters();

  /**
   * The names that were chosen, in the order given; an empty list is the choice that none serves.
   * Empty where nobody chose: then every exporter serves whose ranking is not below 0.
   */
  Optional<List<String>> chosen();

  /**
   * Chooses those that serve, waits until they do, and only then ends the others. One that was set
   * aside before is given another chance.
   *
   * @param names may be none at all: then none serves
   * @param timeoutMillis how long to wait
   * @throws UnknownExporterException when nobody offers one of that name; the message lists those
   *     there are. Nothing has changed
   * @throws ExporterException when one did not begin, or not in time, with the reason; what served
   *     before serves on and the old choice stays
   */
  void use(List<String> names, long timeoutMillis) throws InterruptedException;

  /** Takes the choice back, and waits as {@link #use} does for what serves then. */
  void useDefault(long timeoutMillis) throws InterruptedException;
}
