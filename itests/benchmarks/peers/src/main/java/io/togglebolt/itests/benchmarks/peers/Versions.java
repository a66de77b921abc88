package io.togglebolt.itests.benchmarks.peers;

import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which version of a library is on the class path. */
final class Versions {
  private static final Pattern JAR = Pattern.compile(".*?-([0-9][^/]*)\\.jar");

  private Versions() {}

  /** The version in the name of the jar that a class came from. */
  static String ofJar(Class<?> type) {
    return Optional.ofNullable(type.getProtectionDomain().getCodeSource())
        .map(CodeSource::getLocation)
        .map(location -> Path.of(location.getPath()).getFileName().toString())
        .map(JAR::matcher)
        .filter(Matcher::matches)
        .map(matcher -> matcher.group(1))
        .orElse("unknown");
  }
}
