package io.togglebolt.storage.spi;

/**
 * A running summary of a set of page ids, for telling cheaply whether two sets are the same: how
 * many, their sum, and the sum of their squares, modulo 2^64. Adding or removing a run of any
 * length is O(1), and the summary does not depend on how the set is cut into runs. It finds lost,
 * doubled and overlapping runs; it is no defence against forgery. Not thread-safe.
 */
public final class PageSetDigest {
  private long pages;
  private long sum;
  private long squares;

  /** The summary of the empty set. */
  public PageSetDigest() {}

  /** Adds the pages {@code start} to {@code start + count - 1}. */
  public void add(long start, long count) {
    pages += count;
    sum += sumOf(start, count);
    squares += squaresOf(start, count);
  }

  /** Removes the pages {@code start} to {@code start + count - 1}. */
  public void remove(long start, long count) {
    pages -= count;
    sum -= sumOf(start, count);
    squares -= squaresOf(start, count);
  }

  /** How many pages the set holds. */
  public long pages() {
    return pages;
  }

  /** A copy that later changes do not touch. */
  public PageSetDigest copy() {
    PageSetDigest copy = new PageSetDigest();
    copy.pages = pages;
    copy.sum = sum;
    copy.squares = squares;
    return copy;
  }

  /**
   * Sum of start + i for i below count; n(n-1)/2 is formed without a division of a wrapped product.
   */
  private static long sumOf(long start, long count) {
    return start * count + triangle(count);
  }

  /** Sum of (start + i)^2 = count start^2 + 2 start sum(i) + sum(i^2). */
  private static long squaresOf(long start, long count) {
    return start * start * count + 2 * start * triangle(count) + pyramid(count);
  }

  private static long triangle(long n) {
    return (n & 1) == 0 ? (n / 2) * (n - 1) : n * ((n - 1) / 2);
  }

  /**
   * Sum of i^2 for i below n = (n-1) n (2n-1) / 6: the even factor is halved, and of the three one
   * is divisible by 3.
   */
  private static long pyramid(long n) {
    long a = n - 1;
    long b = n;
    long c = 2 * n - 1;
    if ((a & 1) == 0) {
      a /= 2;
    } else {
      b /= 2;
    }
    if (a % 3 == 0) {
      a /= 3;
    } else if (b % 3 == 0) {
      b /= 3;
    } else {
      c /= 3;
    }
    return a * b * c;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PageSetDigest that
        && pages == that.pages
        && sum == that.sum
        && squares == that.squares;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(pages * 31 + sum * 17 + squares);
  }

  @Override
  public String toString() {
    return pages + " pages, digest " + Long.toHexString(sum) + "/" + Long.toHexString(squares);
  }
}
