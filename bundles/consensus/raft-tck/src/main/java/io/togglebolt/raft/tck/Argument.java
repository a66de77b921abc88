package io.togglebolt.raft.tck;

import java.util.List;
import java.util.Objects;

/**
 * One argument of a directive: a bare word, {@code key=value} or {@code key=(value,value)}.
 *
 * @param key the word, or what stands before the equals sign
 * @param values what stands behind it
 * @param isBare whether there is no equals sign, and therefore no value
 */
public record Argument(String key, List<String> values, boolean isBare) {
  /** Takes a copy of the list. */
  public Argument {
    Objects.requireNonNull(key, "key");
    values = List.copyOf(values);
  }

  /** A word without a value. */
  public static Argument bare(String word) {
    return new Argument(word, List.of(), true);
  }

  /** A name with any number of values. */
  public static Argument of(String key, List<String> values) {
    return new Argument(key, values, false);
  }

  /**
   * The only value.
   *
   * @throws TranscriptException when there is none, or more than one
   */
  public String value() {
    if (values.size() != 1) {
      throw new TranscriptException(
          "argument " + key + " has " + values.size() + " values; expected one");
    }
    return values.getFirst();
  }

  /**
   * The only value, as a yes or no.
   *
   * @throws TranscriptException when it is neither {@code true} nor {@code false}
   */
  public boolean asBoolean() {
    String value = value();
    return switch (value) {
      case "true", "t", "1" -> true;
      case "false", "f", "0" -> false;
      default ->
          throw new TranscriptException(
              "argument " + key + " is \"" + value + "\"; expected true or false");
    };
  }

  /**
   * The only value, as an unsigned number.
   *
   * @throws TranscriptException when it is none
   */
  public long asNumber() {
    return number(key, value());
  }

  /**
   * The only value, as a number that fits into an int.
   *
   * @throws TranscriptException when it is none
   */
  public int asInt() {
    long number = asNumber();
    if (number < 0 || number > Integer.MAX_VALUE) {
      throw new TranscriptException(
          key + " is " + value() + "; expected at most " + Integer.MAX_VALUE);
    }
    return (int) number;
  }

  /**
   * All values, as unsigned numbers.
   *
   * @throws TranscriptException when one is none
   */
  public List<Long> asNumbers() {
    return values.stream().map(value -> number(key, value)).toList();
  }

  /**
   * Reads an unsigned decimal number of 64 bits.
   *
   * @param name what it is, for the error
   * @throws TranscriptException when it is none
   */
  public static long number(String name, String text) {
    try {
      return Long.parseUnsignedLong(text);
    } catch (NumberFormatException e) {
      throw new TranscriptException(
          name + " is \"" + text + "\"; expected a whole number of 64 bits", e);
    }
  }
}
