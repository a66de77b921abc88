package io.togglebolt.wal.internal.read;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/** The log of a real etcd, as it was when that was killed. */
final class EtcdFixture {
  static final String FIRST = "0000000000000000-0000000000000000.wal";
  static final String SECOND = "0000000000000001-0000000000000152.wal";
  static final List<String> SEGMENTS = List.of(FIRST, SECOND);
  static final long SEGMENT_BYTES = 64_000_000;

  private EtcdFixture() {}

  /** The bytes of a segment, reserved space left out. */
  static byte[] content(String segment) throws IOException {
    try (InputStream packed =
            Objects.requireNonNull(
                EtcdFixture.class.getResourceAsStream("/etcd/" + segment + ".gz"), segment);
        InputStream content = new GZIPInputStream(packed)) {
      return content.readAllBytes();
    }
  }

  /** Unpacks both segments, the space included that etcd had reserved. */
  static void unpack(Path directory) throws IOException {
    for (String segment : SEGMENTS) {
      Path file = directory.resolve(segment);
      Files.write(file, content(segment));
      if (Files.size(file) < SEGMENT_BYTES) {
        try (RandomAccessFile reserved = new RandomAccessFile(file.toFile(), "rw")) {
          reserved.setLength(SEGMENT_BYTES);
        }
      }
    }
  }
}
