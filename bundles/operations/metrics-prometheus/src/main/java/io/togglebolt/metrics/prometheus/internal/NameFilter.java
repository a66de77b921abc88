package io.togglebolt.metrics.prometheus.internal;

import io.togglebolt.metrics.MetricFamily;
import io.togglebolt.metrics.MetricFamily.Type;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which families were asked for by {@code name[]=} in the query, as other clients of Prometheus
 * have it: by the name of the family, or of one of the samples that a histogram is made of. All,
 * where none is named.
 */
record NameFilter(Set<String> names) implements Predicate<String> {
  private static final List<String> OF_HISTOGRAMS = List.of("_bucket", "_count", "_sum");

  /** Keeps a copy. */
  NameFilter {
    names = Set.copyOf(names);
  }

  static NameFilter ofQuery(@Nullable String rawQuery) {
    Set<String> names = new HashSet<>();
    if (rawQuery != null) {
      for (String parameter : rawQuery.split("&")) {
        int equals = parameter.indexOf('=');
        if (equals >= 0 && decode(parameter.substring(0, equals)).equals("name[]")) {
          names.add(decode(parameter.substring(equals + 1)));
        }
      }
    }
    names.remove("");
    return new NameFilter(names);
  }

  private static String decode(String encoded) {
    return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
  }

  /** Whether a family of this name may be wanted; whether it is depends on its type, too. */
  @Override
  public boolean test(String family) {
    return names.isEmpty() || names.contains(family) || isNamedBySample(family);
  }

  /** The families that are wanted, of those that may be. */
  List<MetricFamily> choose(List<MetricFamily> families) {
    return families.stream()
        .filter(
            family ->
                names.isEmpty()
                    || names.contains(family.name())
                    || (family.type() == Type.HISTOGRAM && isNamedBySample(family.name())))
        .toList();
  }

  private boolean isNamedBySample(String family) {
    return OF_HISTOGRAMS.stream().anyMatch(suffix -> names.contains(family + suffix));
  }
}
