package io.togglebolt.metrics.jmx.internal;

import io.togglebolt.metrics.MetricFamily;
import java.util.List;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/**
 * The names of MBeans: {@code io.togglebolt:type=metrics,name=<metric>,<label>="<value>",...}, in
 * the order of the labels, since consoles draw their trees by it. Values of labels are always
 * quoted, also where they need not be, so that those who ask for one know how to write it.
 */
final class SeriesName {
  static final String ALL = "io.togglebolt:type=metrics,*";
  private static final String BEGIN = "io.togglebolt:type=metrics,name=";

  private SeriesName() {}

  static ObjectName of(String metric, List<MetricFamily.Label> labels) {
    StringBuilder text = new StringBuilder(BEGIN);
    // A colon, which a metric's name may have, has to be quoted here.
    text.append(metric.indexOf(':') < 0 ? metric : ObjectName.quote(metric));
    for (MetricFamily.Label label : labels) {
      text.append(',')
          .append(key(label.name()))
          .append('=')
          .append(ObjectName.quote(label.value()));
    }
    try {
      return new ObjectName(text.toString());
    } catch (MalformedObjectNameException impossible) {
      throw new IllegalStateException(
          "no name of an MBean can be made of the metric " + metric + " with " + labels,
          impossible);
    }
  }

  /**
   * The keys {@code type} and {@code name} are ours: a label of such a name gets an underscore, and
   * one that is such a name with underscores gets one more, so that no two labels meet.
   */
  private static String key(String label) {
    return label.matches("(type|name)_*") ? label + '_' : label;
  }
}
