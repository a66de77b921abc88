package io.togglebolt.metrics.jmx.internal;

import io.togglebolt.metrics.Distribution;
import io.togglebolt.metrics.MetricFamily;
import java.util.List;
import java.util.Optional;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.MBeanInfo;
import javax.management.ReflectionException;

/**
 * One series. Holds no value: whoever asks for attributes causes one look at the series' family in
 * the registry, or shares a recent one. Thread-safe.
 */
final class SeriesMBean implements DynamicMBean {
  private final RecentLooks looks;
  private final String name;
  private final MetricFamily.Type type;
  private final String help;
  private final List<MetricFamily.Label> labels;

  SeriesMBean(RecentLooks looks, MetricFamily family, List<MetricFamily.Label> labels) {
    this.looks = looks;
    name = family.name();
    type = family.type();
    help = family.help();
    this.labels = labels;
  }

  /** Whether another one of the same name looks the same from outside. */
  boolean sameAs(SeriesMBean other) {
    return type == other.type && help.equals(other.help) && labels.equals(other.labels);
  }

  @Override
  public Object getAttribute(String attribute) throws AttributeNotFoundException {
    SeriesAttribute known =
        SeriesAttribute.of(type, attribute)
            .orElseThrow(() -> new AttributeNotFoundException(noSuch(attribute)));
    return look()
        .map(known::value)
        .orElseThrow(() -> new AttributeNotFoundException(this + " has no value at present"));
  }

  /** All of them are of one look; those that there are not, or have no value, are left out. */
  @Override
  public AttributeList getAttributes(String[] attributes) {
    AttributeList found = new AttributeList();
    Optional<MetricFamily.Sample> sample = look();
    for (String attribute : attributes) {
      SeriesAttribute.of(type, attribute)
          .flatMap(known -> sample.map(known::value))
          .ifPresent(value -> found.add(new Attribute(attribute, value)));
    }
    return found;
  }

  private Optional<MetricFamily.Sample> look() {
    return looks
        .at(name, type, labels)
        .filter(sample -> sample instanceof Distribution == (type == MetricFamily.Type.HISTOGRAM));
  }

  @Override
  public void setAttribute(Attribute attribute) throws AttributeNotFoundException {
    throw new AttributeNotFoundException(
        "attribute " + attribute.getName() + " of " + this + " can only be read");
  }

  @Override
  public AttributeList setAttributes(AttributeList attributes) {
    return new AttributeList();
  }

  @Override
  public Object invoke(String action, Object[] parameters, String[] signature)
      throws ReflectionException {
    throw new ReflectionException(
        new NoSuchMethodException(this + " has no operation " + action + "; expected none"));
  }

  @Override
  public MBeanInfo getMBeanInfo() {
    return SeriesAttribute.info(type, help);
  }

  private String noSuch(String attribute) {
    return this
        + " has no attribute "
        + attribute
        + "; expected one of "
        + SeriesAttribute.names(type);
  }

  @Override
  public String toString() {
    return SeriesName.of(name, labels).toString();
  }
}
