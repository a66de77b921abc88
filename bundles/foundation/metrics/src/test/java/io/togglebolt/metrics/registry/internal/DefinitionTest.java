package io.togglebolt.metrics.registry.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.metrics.InvalidMetricException;
import io.togglebolt.metrics.Metrics;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What may be registered, and what is said where it may not. */
class DefinitionTest {
  private static final double[] BOUNDS = {1, 2};

  private final Registry registry = new Registry();

  private void refused(String words, Executable registering) {
    long shape = registry.shape();
    InvalidMetricException refusal = assertThrows(InvalidMetricException.class, registering);
    assertTrue(refusal.getMessage().matches(words), refusal::getMessage);
    assertEquals(shape, registry.shape(), "nothing was registered");
  }

  @Test
  void malformedNamesAreRefused() {
    for (String name : new String[] {"", "0a", "a-b", "a b", "\u00e4", "a\n"}) {
      refused("(?s)metric name \"" + name + "\"; expected .*", () -> registry.counter(name, "A."));
      refused(
          "(?s)label name \"" + name + "\" of a; .*", () -> registry.counter("a", "A.", name, ""));
    }
    refused("metric name null; expected .*", () -> registry.gauge(Nulls.string(), "A.", () -> 1));
    refused("metric a has no help; .*", () -> registry.counter("a", Nulls.string()));
    refused("label name \"__x\" of a; .*", () -> registry.counter("a", "A.", "__x", ""));
    refused("label name \"a:b\" of a; .*", () -> registry.counter("a", "A.", "a:b", ""));
    registry.counter(":a_B9:", "A.", "_b9", "");
    assertEquals(Map.of(":a_B9:{_b9=}", 0.0), Shown.of(registry));
  }

  @Test
  void oddMissingAndDoubleLabelsAreRefused() {
    refused(
        "labels of a are \\[k, v, l\\]; expected alternating .*",
        () -> registry.counter("a", "A.", "k", "v", "l"));
    refused("labels of a are null; .*", () -> registry.counter("a", "A.", Nulls.strings()));
    refused(
        "label k of a has no value; .*", () -> registry.counter("a", "A.", "k", Nulls.string()));
    refused("label name null of a; .*", () -> registry.counter("a", "A.", Nulls.string(), "v"));
    refused(
        "label k of a is there twice; .*", () -> registry.counter("a", "A.", "k", "1", "k", "2"));
    Metrics.Scope scope = registry.scope("k", "1");
    refused("label k of a is there twice; .*", () -> scope.gauge("a", "A.", () -> 1, "k", "2"));
    refused("label k of a scope with .*k.* is there twice; .*", () -> scope.scope("k", "2"));
    refused("label name \"0\" of a scope.*", () -> registry.scope("0", "2"));
  }

  @Test
  void halvesOfSurrogatePairsAreRefused() {
    String value = "value of label k of ";
    String[] halves = {"\ud83d", "a\ud83d", "a\ude00", "\ud83dx", "\ude00\ud83d"};
    for (String half : halves) {
      String rest = " has U\\+D[8E][03][0D] at index [01], which is half .*; expected both halves";
      refused(value + "a" + rest, () -> registry.counter("a", "A.", "k", half));
      refused(value + "a" + rest, () -> registry.gauge("a", "A.", () -> 1, "j", "", "k", half));
      refused(
          value + "a" + rest,
          () -> registry.readings(() -> 1).gauge("a", "A.", seen -> seen, "k", half));
      refused(value + "a scope with .*j.*" + rest, () -> registry.scope("j", "").scope("k", half));
      refused("help of metric a" + rest, () -> registry.counter("a", half));
      refused("help of metric h" + rest, () -> registry.histogram("h", half, BOUNDS));
    }
    refused(
        value + "a has U\\+D83D at index 3, .*",
        () -> registry.counter("a", "A.", "k", "\ud83d\ude00\u00e9\ud83d"));
    registry.counter("a", "\ud83d\ude00", "k", "x\ud83d\ude00");
    assertEquals(Map.of("a{k=x\ud83d\ude00}", 0.0), Shown.of(registry));
  }

  @Test
  void malformedBoundsAreRefused() {
    double[][] bad = {
      {1, 1},
      {2, 1},
      {Double.NaN},
      {1, Double.NaN},
      {Double.POSITIVE_INFINITY},
      {Double.NEGATIVE_INFINITY, 1},
      {0.0, -0.0}
    };
    for (double[] bounds : bad) {
      refused(
          "histogram h has bound .*; expected .* ascend",
          () -> registry.histogram("h", "H.", bounds));
    }
    refused("histogram h has no array .*", () -> registry.histogram("h", "H.", Nulls.doubles()));
    double[] many = new double[Definition.BOUNDS_MAX + 1];
    refused(
        "histogram h has 201 bounds; expected at most 200",
        () -> registry.histogram("h", "H.", many));
    refused(
        "histogram h has a label \"le\"; .*",
        () -> registry.histogram("h", "H.", BOUNDS, "le", "1"));
    registry.counter("le_total", "L.", "le", "1");
    registry.histogram("h", "H.", new double[0]).observe(3);
    assertEquals(1, Shown.of(registry).get("h"));
  }

  @Test
  void anotherDefinitionOfANameInUseIsRefusedNamingBoth() {
    registry.counter("a_total", "A.", "k", "v");
    registry.histogram("h", "H.", BOUNDS);
    String a =
        "metric .*a_total.* is registered as COUNTER a_total \\(help \"A.\", labels \\[k\\]\\); .*";
    refused(a, () -> registry.counter("a_total", "B.", "k", "v"));
    refused(a, () -> registry.counter("a_total", "A."));
    refused(a, () -> registry.counter("a_total", "A.", "l", "v"));
    refused(a, () -> registry.gauge("a_total", "A.", () -> 1, "k", "v"));
    refused(
        "metric HISTOGRAM h .*bounds \\[1.0\\]\\) is registered as .*bounds \\[1.0, 2.0\\]\\); .*",
        () -> registry.histogram("h", "H.", new double[] {1}));
  }

  @Test
  void seriesThatIsRecordedIsNotKeptElsewhereToo() {
    registry.counter("a_total", "A.", "k", "1");
    registry.counter("a_total", "A.", () -> 1, "k", "2");
    refused(
        "metric a_total.* is recorded here; .*",
        () -> registry.counter("a_total", "A.", () -> 1, "k", "1"));
    refused(
        "metric a_total.* kept elsewhere; .*", () -> registry.counter("a_total", "A.", "k", "2"));
  }

  @Test
  void namesOfAHistogramsSamplesAreItsOwn() {
    registry.histogram("h", "H.", BOUNDS);
    registry.counter("x_count", "X.");
    for (String suffix : Definition.HISTOGRAM_SUFFIXES) {
      refused(
          "metric COUNTER h" + suffix + " .* is shown under a name of HISTOGRAM h .*",
          () -> registry.counter("h" + suffix, "H."));
    }
    refused(
        "metric HISTOGRAM x .* is shown under a name of COUNTER x_count .*",
        () -> registry.histogram("x", "X.", BOUNDS));
    registry.counter("x", "X.");
    assertEquals(3, Shown.of(registry).size());
  }

  @Test
  void whatOnlyClosedScopesUsedGivesWayToAnotherDefinition() {
    Metrics.Scope old = registry.scope("v", "1");
    old.counter("a_total", "A.").add(5);
    old.counter("k_total", "K.").add(5);
    old.histogram("h", "H.", BOUNDS).observe(1);
    Metrics.Scope other = registry.scope("v", "1");
    other.counter("a_total", "A.");
    old.close();
    refused(
        ".*registered as COUNTER a_total.*",
        () -> registry.counter("a_total", "Better.", "v", "1"));
    other.close();
    Metrics.Scope next = registry.scope("v", "1");
    next.counter("a_total", "Better.").add(1);
    next.counter("k_total", "K.", () -> 2);
    next.counter("h_sum", "S.").add(3);
    assertEquals(
        Map.of("a_total{v=1}", 1.0, "k_total{v=1}", 2.0, "h_sum{v=1}", 3.0), Shown.of(registry));
    assertEquals(0, Shown.own(registry, "evicted_series_total"), "that is for want of room only");
  }
}
