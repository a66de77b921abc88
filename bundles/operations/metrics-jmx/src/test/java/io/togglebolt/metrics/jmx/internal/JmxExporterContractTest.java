package io.togglebolt.metrics.jmx.internal;

import io.togglebolt.metrics.spi.MetricsExporterFactory;
import io.togglebolt.metrics.tck.MetricsExporterContract;
import io.togglebolt.metrics.tck.Series;
import io.togglebolt.metrics.tck.Stage;
import java.util.HashMap;
import java.util.Map;
import javax.management.AttributeNotFoundException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;

final class JmxExporterContractTest extends MetricsExporterContract {
  private final MBeanServer server = MBeanServerFactory.newMBeanServer();

  @Override
  protected MetricsExporterFactory factory() {
    return new JmxExporterFactory(server);
  }

  @Override
  protected Map<Series, Double> shown(Stage stage) throws Exception {
    stage.advance(JmxExporter.LOOK_MILLIS);
    Map<Series, Double> shown = new HashMap<>();
    for (ObjectName name : server.queryNames(new ObjectName(SeriesName.ALL), null)) {
      try {
        read(name, shown);
      } catch (AttributeNotFoundException | InstanceNotFoundException _) {
        // The series is gone since it was listed.
        continue;
      }
    }
    return shown;
  }

  private void read(ObjectName name, Map<Series, Double> shown) throws JMException {
    Map<String, String> labels = new HashMap<>();
    name.getKeyPropertyList().forEach((key, value) -> labels.put(key, unquoted(value)));
    labels.remove("type");
    String metric = labels.remove("name");
    if (server.getMBeanInfo(name).getAttributes()[0].getName().equals("Count")) {
      long count = (Long) server.getAttribute(name, "Count");
      shown.put(new Series(metric + "_count", labels), (double) count);
    } else {
      shown.put(new Series(metric, labels), (Double) server.getAttribute(name, "Value"));
    }
  }

  private static String unquoted(String value) {
    return value.startsWith("\"") ? ObjectName.unquote(value) : value;
  }
}
