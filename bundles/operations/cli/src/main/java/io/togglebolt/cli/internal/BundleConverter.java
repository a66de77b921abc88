package io.togglebolt.cli.internal;

import org.apache.felix.service.command.Converter;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Finds the bundle that an argument names, by its id or its symbolic name, so that {@code stop 17}
 * is understood in scripts and in single commands. Gogo's own converter for that belongs to its
 * interactive shell, which is not started for these.
 */
@Component(service = Converter.class, property = "osgi.converter.classes=org.osgi.framework.Bundle")
public final class BundleConverter implements Converter {
  private final BundleContext context;

  /** Among the bundles of this container. */
  @Activate
  public BundleConverter(BundleContext context) {
    this.context = context;
  }

  @Override
  public @Nullable Object convert(Class<?> desiredType, Object in) {
    if (desiredType != Bundle.class || !(in instanceof CharSequence)) {
      return null;
    }
    String name = in.toString();
    for (Bundle bundle : context.getBundles()) {
      if (name.equals(String.valueOf(bundle.getBundleId()))
          || name.equals(bundle.getSymbolicName())) {
        return bundle;
      }
    }
    return null;
  }

  @Override
  public @Nullable CharSequence format(Object target, int level, Converter escape) {
    return null;
  }
}
