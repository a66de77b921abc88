package io.togglebolt.itests.benchmarks.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The keys and values that are written: keys of 8 bytes, big endian, so that their byte order is
 * their numeric order; values of 100 bytes drawn from the generator with the key as its seed. Used
 * by one thread.
 */
public final class Entries {
  /** Bytes of a key. */
  public static final int KEY_BYTES = Long.BYTES;

  /** Bytes of a value. */
  public static final int VALUE_BYTES = 100;

  /** Random keys are drawn from as many as this. */
  public static final long RANDOM_KEYS = 1_000_000;

  private static final VarHandle BIG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LITTLE =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final SplitMix64 random;
  private final boolean sequential;
  private long next;
  private long key;

  private Entries(boolean sequential, long seed) {
    this.sequential = sequential;
    random = new SplitMix64(seed);
  }

  /** Keys 0, 1, 2 and so on. */
  public static Entries sequential() {
    return new Entries(true, 0);
  }

  /** Random keys of {@link #RANDOM_KEYS}. */
  public static Entries random(long seed) {
    return new Entries(false, seed);
  }

  /** Goes on to the next entry; it must be called before the first one is looked at. */
  public void advance() {
    key = sequential ? next++ : random.below(RANDOM_KEYS);
  }

  /** The entry's key in a new array. */
  public byte[] key() {
    byte[] bytes = new byte[KEY_BYTES];
    writeKey(key, bytes);
    return bytes;
  }

  /** The entry's value in a new array. */
  public byte[] value() {
    return value(key);
  }

  /** Writes a key's bytes into an array of {@link #KEY_BYTES}. */
  public static void writeKey(long key, byte[] to) {
    BIG.set(to, 0, key);
  }

  /** The value that belongs to a key, in a new array. */
  public static byte[] value(long key) {
    return bytes(key, VALUE_BYTES);
  }

  /** As many bytes as wanted, drawn from the generator, in a new array. */
  public static byte[] bytes(long seed, int count) {
    SplitMix64 words = new SplitMix64(seed);
    byte[] bytes = new byte[count];
    int at = 0;
    for (; at + Long.BYTES <= count; at += Long.BYTES) {
      LITTLE.set(bytes, at, words.next());
    }
    long last = words.next();
    for (; at < count; at++) {
      bytes[at] = (byte) last;
      last >>>= Byte.SIZE;
    }
    return bytes;
  }
}
