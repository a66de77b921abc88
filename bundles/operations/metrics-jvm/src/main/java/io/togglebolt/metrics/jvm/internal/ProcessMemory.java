package io.togglebolt.metrics.jvm.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Memory by {@code /proc/self/status}, which, unlike {@code stat} and {@code statm}, needs no
 * knowledge of the size of a page. Not a number where a line is missing or unlike it should be.
 *
 * @param residentBytes in RAM
 * @param virtualBytes address space
 */
record ProcessMemory(double residentBytes, double virtualBytes) {
  private static final Pattern LINE = Pattern.compile("(\\w+):\\s+(\\d{1,15}) kB");
  private static final int BYTES_A_KB = 1024;

  /** Null where the file cannot be read: these values are then left out of that look. */
  static @Nullable ProcessMemory read(Path status) {
    try {
      return of(Files.readAllLines(status, StandardCharsets.ISO_8859_1));
    } catch (IOException unreadable) {
      return null;
    }
  }

  static ProcessMemory of(List<String> lines) {
    return new ProcessMemory(bytes(lines, "VmRSS"), bytes(lines, "VmSize"));
  }

  private static double bytes(List<String> lines, String name) {
    for (String line : lines) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches() && matcher.group(1).equals(name)) {
        return (double) Long.parseLong(matcher.group(2)) * BYTES_A_KB;
      }
    }
    return Double.NaN;
  }
}
