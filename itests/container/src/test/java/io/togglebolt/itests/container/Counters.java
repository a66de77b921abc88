package io.togglebolt.itests.container;

import static org.junit.Assert.assertTrue;

import io.togglebolt.metrics.Distribution;
import io.togglebolt.metrics.MetricFamily;
import io.togglebolt.metrics.MetricsReader;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.management.Attribute;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * All that may only rise, by its name and labels as an exposition writes them, whoever shows it:
 * counters, and of histograms what counts and sums up.
 */
final class Counters {
  /** The MBeans about databases, and those about HTTP. */
  private static final List<String> BEANS =
      List.of(
          "io.togglebolt:type=metrics,database=*,*",
          "io.togglebolt:type=metrics,name=togglebolt_http_requests_total,*");

  private Counters() {}

  /** A counter about a database. */
  static String of(String name, String database) {
    return name + "{database=\"" + database + "\"}";
  }

  /** In what an exporter shows over HTTP. */
  static Map<String, Double> in(String exposition) {
    assertTrue("the exposition is whole", exposition.endsWith("\n"));
    Map<String, Double> found = new HashMap<>();
    String type = "";
    for (String line : exposition.split("\n")) {
      int space = line.lastIndexOf(' ');
      if (line.startsWith("# TYPE ")) {
        type = line.substring(space + 1);
      } else if (!line.startsWith("#") && Set.of("counter", "histogram").contains(type)) {
        String name = line.substring(0, space);
        Double before = found.put(name, Double.valueOf(line.substring(space + 1)));
        assertTrue("shown once: " + name, before == null);
      }
    }
    return found;
  }

  /** In the registry. */
  static Map<String, Double> inRegistry() throws Exception {
    Map<String, Double> found = new HashMap<>();
    for (MetricFamily family : Container.service(MetricsReader.class, null).read()) {
      for (MetricFamily.Sample sample : family.samples()) {
        String labels =
            sample.labels().stream()
                .map(label -> label.name() + "=\"" + label.value() + '"')
                .collect(Collectors.joining(",", "{", "}"))
                .replace("{}", "");
        switch (sample) {
          case MetricFamily.Value value -> {
            if (family.type() == MetricFamily.Type.COUNTER) {
              found.put(family.name() + labels, value.value());
            }
          }
          case Distribution seen -> {
            found.put(family.name() + "_sum" + labels, seen.sum());
            found.put(family.name() + "_count" + labels, (double) seen.count());
          }
        }
      }
    }
    return found;
  }

  /** In the MBeans about databases and HTTP; none while nobody offers MBeans. */
  static Map<String, Double> inBeans() throws JMException {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    Map<String, Double> found = new HashMap<>();
    for (String pattern : BEANS) {
      for (ObjectName name : server.queryNames(new ObjectName(pattern), null)) {
        String metric = name.getKeyProperty("name");
        String labels = name.toString().replaceFirst(".*,name=[^,]*,(.*)", "{$1}");
        try {
          for (Object each : server.getAttributes(name, new String[] {"Value", "Count", "Sum"})) {
            Attribute read = (Attribute) each;
            double value = ((Number) read.getValue()).doubleValue();
            switch (read.getName()) {
              case "Count" -> found.put(metric + "_count" + labels, value);
              case "Sum" -> found.put(metric + "_sum" + labels, value);
              default -> {
                // Those of etcd's gauges that end like a counter are not about counts.
                if (metric.endsWith("_total")) {
                  found.put(metric + labels, value);
                }
              }
            }
          }
        } catch (InstanceNotFoundException left) {
          // Its exporter has ended since the names were listed.
          return Map.of();
        }
      }
    }
    return found;
  }
}
