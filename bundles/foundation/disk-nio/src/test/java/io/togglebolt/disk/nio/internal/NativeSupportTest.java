package io.togglebolt.disk.nio.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.togglebolt.runtime.Disk;
import io.togglebolt.runtime.DiskUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeSupportTest {
  @TempDir Path folder;

  /** Tries to create a file twice and prints what it is told. */
  static final class Denied {
    private Denied() {}

    public static void main(String[] arguments) {
      Disk disk = new NativeDisk();
      for (int i = 0; i < 2; i++) {
        try {
          disk.open(Path.of(arguments[0]), Disk.Access.CREATE).close();
          System.out.println("opened");
        } catch (IOException expected) {
          System.out.println(expected.getClass().getSimpleName() + " " + expected.getMessage());
        }
      }
    }
  }

  @Test
  void deniedNativeAccessNamesTheFlagToAddAndTouchesNothing() throws Exception {
    Path path = folder.resolve("db");
    String sentence =
        "DiskUnavailableException "
            + path
            + ": can't be opened: native access is denied; start java with"
            + " --enable-native-access=ALL-UNNAMED";
    try (ForkedJava java =
        ForkedJava.start(List.of(), List.of("--illegal-native-access=deny"), Denied.class, path)) {
      assertEquals(sentence + "\n" + sentence, java.readAll());
      assertEquals(0, java.exitCode());
    }
    assertEquals(false, Files.exists(path));
  }

  @Test
  void theFlagThatTheSentenceNamesIsEnough() throws Exception {
    try (ForkedJava java =
        ForkedJava.start(
            List.of(),
            List.of("--illegal-native-access=deny", "--enable-native-access=ALL-UNNAMED"),
            Denied.class,
            folder.resolve("db"))) {
      assertEquals("opened\nopened", java.readAll());
    }
  }

  @Test
  void anotherSystemIsRefusedInOneSentence() {
    IOException failure =
        assertThrows(
            DiskUnavailableException.class,
            () -> NativeSupport.requireSystem(Path.of("db"), "Mac OS X", 64));
    assertEquals(
        "db: can't be opened: files are served on 64-bit Linux only, this is 64-bit Mac OS X",
        failure.getMessage());
    assertThrows(
        DiskUnavailableException.class,
        () -> NativeSupport.requireSystem(Path.of("db"), "Linux", 32));
  }

  @Test
  void plainJavaFindsTheDisk() {
    assertInstanceOf(NativeDisk.class, ServiceLoader.load(Disk.class).findFirst().orElseThrow());
  }
}
