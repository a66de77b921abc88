package io.togglebolt.metrics.prometheus.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.togglebolt.metrics.Buckets;
import io.togglebolt.testkit.Seeds;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NumbersTest {

  /** The examples of the OpenMetrics specification, section "Canonical Numbers". */
  @ParameterizedTest
  @CsvSource({
    "0, 0.0",
    "0.001, 0.001",
    "0.002, 0.002",
    "0.01, 0.01",
    "0.1, 0.1",
    "0.9, 0.9",
    "0.95, 0.95",
    "0.99, 0.99",
    "0.999, 0.999",
    "1, 1.0",
    "1.7, 1.7",
    "10, 10.0",
    "1e-10, 1e-10",
    "1e-9, 1e-09",
    "1e-5, 1e-05",
    "0.0001, 0.0001",
    "100000, 100000.0",
    "1e6, 1e+06",
    "1e10, 1e+10",
    "Infinity, +Inf"
  })
  void boundsAreCanonicalInOpenMetrics(double bound, String text) {
    assertEquals(text, Numbers.canonicalBound(bound));
  }

  /** What Go's strconv.FormatFloat(bound, 'g', -1, 64) gives. */
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 1",
    "-1, -1",
    "8.192, 8.192",
    "655.36, 655.36",
    "999999, 999999",
    "1048576, 1.048576e+06",
    "1e100, 1e+100",
    "-2.5e-7, -2.5e-07",
    "1e-100, 1e-100",
    "Infinity, +Inf",
    "-Infinity, -Inf"
  })
  void boundsInTextAreThoseOfGo(double bound, String text) {
    assertEquals(text, Numbers.bound(bound));
  }

  @Test
  void etcdsBucketsHaveTheBoundsThatEtcdShows() {
    String[] shown = {
      "0.001", "0.002", "0.004", "0.008", "0.016", "0.032", "0.064", "0.128", "0.256", "0.512",
      "1.024", "2.048", "4.096", "8.192"
    };
    String[] ours =
        Arrays.stream(Buckets.exponential(0.001, 2, 14))
            .mapToObj(Numbers::bound)
            .toArray(String[]::new);
    assertEquals(Arrays.asList(shown), Arrays.asList(ours));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0.0, 0",
    "42, 42",
    "-42, -42",
    "1048576, 1048576",
    "9007199254740994, 9007199254740994",
    "9223372036854774784, 9223372036854774784",
    "9223372036854775808, 9.223372036854776e+18",
    "0.25, 0.25",
    "1234567.5, 1.2345675e+06",
    "4.9E-324, 4.9e-324",
    "Infinity, +Inf",
    "-Infinity, -Inf",
    "NaN, NaN"
  })
  void wholeValuesHaveNoFraction(double value, String text) {
    assertEquals(text, Numbers.value(value));
  }

  @Test
  void everyNumberReadsBackAsItself() {
    Seeds.check(
        11,
        20_000,
        random -> {
          double number = Double.longBitsToDouble(random.next());
          if (Double.isFinite(number)) {
            assertEquals(number, Exposition.number(Numbers.value(number)));
            assertEquals(number, Exposition.number(Numbers.bound(number)));
            assertEquals(number, Exposition.number(Numbers.canonicalBound(number)));
          }
        });
  }
}
