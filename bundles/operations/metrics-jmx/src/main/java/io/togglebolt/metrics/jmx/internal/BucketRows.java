package io.togglebolt.metrics.jmx.internal;

import io.togglebolt.metrics.Distribution;
import java.util.List;
import javax.management.openmbean.ArrayType;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.CompositeDataSupport;
import javax.management.openmbean.CompositeType;
import javax.management.openmbean.OpenDataException;
import javax.management.openmbean.OpenType;
import javax.management.openmbean.SimpleType;

/** Buckets in the open types of JMX: rows of a bound and of how many values were not above it. */
final class BucketRows {
  private static final String[] COLUMNS = {"upperBound", "count"};
  private static final CompositeType ROW = row();
  static final ArrayType<CompositeData[]> TYPE = rows();

  private BucketRows() {}

  private static CompositeType row() {
    try {
      return new CompositeType(
          "bucket",
          "Observed values up to a bound.",
          COLUMNS,
          new String[] {
            "The greatest value that counts.", "Values up to it, those of lower buckets included."
          },
          new OpenType<?>[] {SimpleType.DOUBLE, SimpleType.LONG});
    } catch (OpenDataException impossible) {
      throw new ExceptionInInitializerError(impossible);
    }
  }

  private static ArrayType<CompositeData[]> rows() {
    try {
      return new ArrayType<>(1, ROW);
    } catch (OpenDataException impossible) {
      throw new ExceptionInInitializerError(impossible);
    }
  }

  static CompositeData[] of(Distribution distribution) {
    List<Distribution.Bucket> buckets = distribution.buckets();
    CompositeData[] rows = new CompositeData[buckets.size()];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = of(buckets.get(i));
    }
    return rows;
  }

  private static CompositeData of(Distribution.Bucket bucket) {
    try {
      return new CompositeDataSupport(
          ROW, COLUMNS, new Object[] {bucket.upperBound(), bucket.count()});
    } catch (OpenDataException impossible) {
      throw new IllegalStateException(bucket + " is no " + ROW, impossible);
    }
  }
}
