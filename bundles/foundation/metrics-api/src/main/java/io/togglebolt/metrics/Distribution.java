package io.togglebolt.metrics;

import java.util.ArrayList;
import java.util.List;

/**
 * What a histogram has seen.
 *
 * @param labels the labels
 * @param buckets by upper bound, ascending; the last one's is {@link Double#POSITIVE_INFINITY} and
 *     its count is that of all observations
 * @param sum the sum of all observations
 */
public record Distribution(List<MetricFamily.Label> labels, List<Bucket> buckets, double sum)
    implements MetricFamily.Sample {

  /**
   * How many observations were not above a bound.
   *
   * @param upperBound the greatest value that counts
   * @param count observations up to it, those of the buckets below included
   */
  public record Bucket(double upperBound, long count) {}

  /** Keeps copies. */
  public Distribution {
    labels = List.copyOf(labels);
    buckets = List.copyOf(buckets);
  }

  /** How many values were observed. */
  public long count() {
    return buckets.getLast().count();
  }

  /** The mean, or NaN where nothing was observed. */
  public double mean() {
    return count() == 0 ? Double.NaN : sum / count();
  }

  /**
   * The value below which a share of the observations lies, taken as evenly spread in their bucket,
   * as Prometheus' {@code histogram_quantile} does: 0 counts as the lower end of the first bucket
   * where its bound is positive, and what lies above the last finite bound is that bound. NaN where
   * nothing was observed.
   *
   * @param share from 0 to 1
   */
  public double quantile(double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("quantile " + share + "; expected one from 0 to 1");
    }
    if (count() == 0) {
      return Double.NaN;
    }
    double rank = share * count();
    int at = 0;
    while (buckets.get(at).count() < rank || buckets.get(at).count() == 0) {
      at++;
    }
    double upper = buckets.get(at).upperBound();
    if (at == buckets.size() - 1) {
      return at == 0 ? Double.NaN : buckets.get(at - 1).upperBound();
    }
    if (at == 0 && upper <= 0) {
      return upper;
    }
    double lower = at == 0 ? 0 : buckets.get(at - 1).upperBound();
    long below = at == 0 ? 0 : buckets.get(at - 1).count();
    return lower + (upper - lower) * (rank - below) / (buckets.get(at).count() - below);
  }

  /**
   * What was observed since an earlier look at the same series.
   *
   * @throws IllegalArgumentException when the two have different bounds
   */
  public Distribution since(Distribution earlier) {
    List<Bucket> grown = new ArrayList<>(buckets.size());
    for (int i = 0; i < buckets.size(); i++) {
      Bucket now = buckets.get(i);
      if (earlier.buckets.size() != buckets.size()
          || earlier.buckets.get(i).upperBound() != now.upperBound()) {
        throw new IllegalArgumentException(
            "buckets " + earlier.buckets + "; expected the bounds of " + buckets);
      }
      grown.add(new Bucket(now.upperBound(), now.count() - earlier.buckets.get(i).count()));
    }
    return new Distribution(labels, grown, sum - earlier.sum);
  }
}
