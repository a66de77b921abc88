package io.togglebolt.shell.internal;

import io.togglebolt.http.HttpListener;
import io.togglebolt.metrics.MetricsExporters;
import io.togglebolt.metrics.MetricsReader;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * The registry, its exporters, and the listener through which some of them are seen; each may be
 * missing, or come later. Thread-safe.
 */
@Component(service = MetricsServices.class)
public final class MetricsServices {
  private volatile @Nullable MetricsReader reader;
  private volatile @Nullable MetricsExporters exporters;
  private volatile @Nullable HttpListener listener;

  /** For Declarative Services. */
  public MetricsServices() {}

  /** A registry came. */
  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  public void bindReader(MetricsReader came) {
    reader = came;
  }

  /** A registry went; another one may have come before. */
  public void unbindReader(MetricsReader went) {
    if (reader == went) {
      reader = null;
    }
  }

  /** The owner of the exporters came. */
  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  public void bindExporters(MetricsExporters came) {
    exporters = came;
  }

  /** The owner of the exporters went; another one may have come before. */
  public void unbindExporters(MetricsExporters went) {
    if (exporters == went) {
      exporters = null;
    }
  }

  /** The HTTP listener came. */
  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  public void bindListener(HttpListener came) {
    listener = came;
  }

  /** The HTTP listener went; another one may have come before. */
  public void unbindListener(HttpListener went) {
    if (listener == went) {
      listener = null;
    }
  }

  Optional<HttpListener> findListener() {
    return Optional.ofNullable(listener);
  }

  Optional<MetricsReader> findReader() {
    return Optional.ofNullable(reader);
  }

  Optional<MetricsExporters> findExporters() {
    return Optional.ofNullable(exporters);
  }

  /**
   * What was counted and measured.
   *
   * @throws CommandException when nobody counts
   */
  MetricsReader reader() {
    return findReader()
        .orElseThrow(
            () ->
                new CommandException(
                    "nothing is counted: no metrics registry is there; the bundle"
                        + " io.togglebolt.metrics.registry brings it"));
  }

  /**
   * Who shows it.
   *
   * @throws CommandException when nobody has exporters
   */
  MetricsExporters exporters() {
    return findExporters()
        .orElseThrow(
            () ->
                new CommandException(
                    OneShot.isThis()
                        ? "there are no exporters for one command; give it in the shell of a"
                            + " container, or on its standard input"
                        : "there are no exporters: the bundle io.togglebolt.metrics.exporters"
                            + " brings them, and is not started"));
  }
}
