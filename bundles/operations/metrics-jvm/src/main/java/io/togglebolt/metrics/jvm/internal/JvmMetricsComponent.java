package io.togglebolt.metrics.jvm.internal;

import io.togglebolt.metrics.Metrics;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Shows the JVM in the registry for as long as both are there.
 *
 * <p>The reference is static on purpose: nothing is kept here that another registry would lack, so
 * a component that is made anew is as good as one that moves, and forgets the old one for certain.
 */
@Component(
    service = {},
    immediate = true)
public final class JvmMetricsComponent {
  private final JvmMetrics registered;

  /** Registers everything. */
  @Activate
  public JvmMetricsComponent(
      @Reference(policyOption = ReferencePolicyOption.GREEDY) Metrics metrics) {
    registered = JvmMetrics.register(metrics);
  }

  /** Takes it all back. */
  @Deactivate
  public void deactivate() {
    registered.close();
  }
}
