package io.togglebolt.storage.engine.internal;

import io.togglebolt.slot.Candidate;
import io.togglebolt.slot.UnknownPartException;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.InvalidConfigurationException;
import io.togglebolt.storage.spi.FreelistPolicyFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * A policy that is to run as a shadow.
 *
 * @param label the name as it was asked for
 * @param candidate where its factory comes from
 * @param factory makes it; the candidate's own, or one with other settings
 */
record ShadowedPolicy(
    String label, Candidate<FreelistPolicyFactory> candidate, FreelistPolicyFactory factory) {

  /**
   * Finds those that were asked for.
   *
   * @param database names the database in messages
   * @param wanted names with or without settings; empty for all there are
   * @param there all candidates
   */
  static List<ShadowedPolicy> choose(
      String database, List<String> wanted, List<Candidate<FreelistPolicyFactory>> there) {
    Map<String, Candidate<FreelistPolicyFactory>> byName = byName(there);
    List<String> labels =
        List.copyOf(wanted.isEmpty() ? byName.keySet() : new LinkedHashSet<>(wanted));
    if (labels.size() > Database.MOST_COMPARED_POLICIES) {
      throw new InvalidConfigurationException(
          database
              + ": "
              + labels.size()
              + " freelist policies to compare; expected at most "
              + Database.MOST_COMPARED_POLICIES);
    }
    List<ShadowedPolicy> chosen = new ArrayList<>();
    for (String label : labels) {
      chosen.add(choose(database, label, byName));
    }
    return chosen;
  }

  /** The best of each name, best first: as a slot would choose. */
  private static Map<String, Candidate<FreelistPolicyFactory>> byName(
      List<Candidate<FreelistPolicyFactory>> there) {
    Map<String, Candidate<FreelistPolicyFactory>> best = new LinkedHashMap<>();
    there.stream()
        .sorted(
            Comparator.<Candidate<FreelistPolicyFactory>>comparingInt(one -> -one.ranking())
                .thenComparingLong(Candidate::order))
        .forEach(one -> best.putIfAbsent(one.name(), one));
    return best;
  }

  private static ShadowedPolicy choose(
      String database, String label, Map<String, Candidate<FreelistPolicyFactory>> byName) {
    int colon = label.indexOf(':');
    String name = colon < 0 ? label : label.substring(0, colon);
    Candidate<FreelistPolicyFactory> candidate = byName.get(name);
    if (candidate == null) {
      throw new UnknownPartException(
          "freelist of "
              + database
              + ": no candidate is named '"
              + name
              + "'; "
              + (byName.isEmpty() ? "there is none" : "there is " + names(byName)));
    }
    if (colon < 0) {
      return new ShadowedPolicy(label, candidate, candidate.factory());
    }
    return new ShadowedPolicy(label, candidate, withSettings(database, label, colon, candidate));
  }

  private static String names(Map<String, Candidate<FreelistPolicyFactory>> byName) {
    return String.join(", ", byName.keySet().stream().sorted().toList());
  }

  private static FreelistPolicyFactory withSettings(
      String database, String label, int colon, Candidate<FreelistPolicyFactory> candidate) {
    Map<String, String> settings = new LinkedHashMap<>();
    for (String setting : label.substring(colon + 1).split(",", -1)) {
      int equals = setting.indexOf('=');
      if (equals < 1) {
        throw new InvalidConfigurationException(
            database
                + ": '"
                + label
                + "' has the setting '"
                + setting
                + "'; expected NAME:SETTING=VALUE[,SETTING=VALUE]");
      }
      settings.put(setting.substring(0, equals), setting.substring(equals + 1));
    }
    try {
      return candidate.factory().withSettings(Map.copyOf(settings));
    } catch (RuntimeException | LinkageError refused) {
      // In words: the exception may be of the candidate's own class.
      String reason =
          refused instanceof IllegalArgumentException
              ? String.valueOf(refused.getMessage())
              : Reason.of(refused);
      throw new InvalidConfigurationException(database + ": '" + label + "': " + reason);
    }
  }
}
