package io.togglebolt.slot.internal;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which candidates are not trusted, and why. Strings only, so that no class loader is kept. Not
 * thread-safe: the slot's lock guards it.
 */
final class SetAside {
  /**
   * How many entries are kept of candidates that have left. Those that are there are always kept,
   * or a candidate that fails would be tried again and again.
   */
  static final int ENTRIES_MAX = 64;

  /**
   * @param lasting whether it is the candidate's own fault; where the machine failed it, out of
   *     memory say, it may serve again when nothing else is there
   */
  private record Entry(String name, String reason, boolean lasting) {}

  private final Map<String, Entry> entries = new LinkedHashMap<>();

  void put(String key, String name, String reason, boolean lasting, Predicate<String> present) {
    entries.remove(key);
    entries.put(key, new Entry(name, reason, lasting));
    Iterator<String> eldest = entries.keySet().iterator();
    while (entries.size() > ENTRIES_MAX && eldest.hasNext()) {
      if (!present.test(eldest.next())) {
        eldest.remove();
      }
    }
  }

  boolean contains(String key) {
    return entries.containsKey(key);
  }

  /** Whether the candidate is not to serve even where nothing else is there. */
  boolean isLasting(String key) {
    Entry entry = entries.get(key);
    return entry != null && entry.lasting();
  }

  /** It serves after all. */
  void forgiveKey(String key) {
    entries.remove(key);
  }

  @Nullable String reason(String key) {
    Entry entry = entries.get(key);
    return entry == null ? null : entry.reason();
  }

  /** The newest reason for a candidate of that name, or null. */
  @Nullable String reasonOfName(String name) {
    return entries.values().stream()
        .filter(entry -> entry.name().equals(name))
        .map(Entry::reason)
        .filter(Objects::nonNull)
        .reduce((older, newer) -> newer)
        .orElse(null);
  }

  void forgive(String name) {
    entries.values().removeIf(entry -> entry.name().equals(name));
  }

  void clear() {
    entries.clear();
  }

  int size() {
    return entries.size();
  }
}
