package io.togglebolt.itests.container.trial;

import java.util.Dictionary;
import java.util.Hashtable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;

/** Registers a part under the name and the ranking that stand in its bundle's manifest. */
final class Offer {
  private Offer() {}

  static <T> void register(BundleContext context, Class<T> type, T factory) {
    Bundle bundle = context.getBundle();
    Dictionary<String, Object> properties = new Hashtable<>();
    properties.put("togglebolt.name", bundle.getHeaders().get(TrialActivator.NAME));
    properties.put(
        Constants.SERVICE_RANKING,
        Integer.valueOf(bundle.getHeaders().get(TrialActivator.RANKING)));
    context.registerService(type, factory, properties);
  }
}
