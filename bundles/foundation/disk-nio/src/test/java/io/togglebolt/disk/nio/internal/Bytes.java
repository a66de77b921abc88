package io.togglebolt.disk.nio.internal;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.togglebolt.runtime.DiskFile;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/** Short ways to say bytes. */
final class Bytes {
  private Bytes() {}

  static MemorySegment of(String text) {
    return MemorySegment.ofArray(text.getBytes(StandardCharsets.UTF_8));
  }

  static String text(MemorySegment segment, long offset, long length) {
    return new String(segment.asSlice(offset, length).toArray(JAVA_BYTE), StandardCharsets.UTF_8);
  }

  static String read(DiskFile file, long offset, int length) throws IOException {
    byte[] bytes = new byte[length];
    file.read(offset, MemorySegment.ofArray(bytes));
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
