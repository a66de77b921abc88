package io.togglebolt.wal.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.wal.ReplayedLog;
import io.togglebolt.wal.SnapshotMark;
import io.togglebolt.wal.Wal;
import io.togglebolt.wal.WalOptions;
import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows to those who begin is compiled and run as it stands there. */
class ReadmeTest {
  private static final Path README = Path.of("../wal-api/README.md");
  private static final Path OF_ALL = Path.of("../../../README.md");
  private static final String BEGIN = "```java\n";
  private static final String DIRECTORY = "Path.of(\"my-log\")";

  @TempDir private Path folder;

  private static String shown() throws Exception {
    String readme = Files.readString(README);
    int begin = readme.indexOf(BEGIN) + BEGIN.length();
    return readme.substring(begin, readme.indexOf("```", begin));
  }

  private static String program(String shown, Path directory) {
    int imports = shown.indexOf("\n\n");
    assertTrue(shown.contains(DIRECTORY), shown);
    return shown.substring(0, imports)
        + "\npublic class Shown { public static void run() throws Exception {"
        + shown.substring(imports).replace(DIRECTORY, "Path.of(\"" + directory + "\")")
        + "}}\n";
  }

  @Test
  void whatTheReadmeShowsMakesALogAndGoesOnWithIt() throws Exception {
    Path directory = folder.resolve("my-log");
    String source = program(shown(), directory);
    JavaFileObject file =
        new SimpleJavaFileObject(URI.create("string:///Shown.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean lenient) {
            return source;
          }
        };
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    List<String> options =
        List.of(
            "-proc:none", "-d", folder.toString(), "-cp", System.getProperty("java.class.path"));
    assertTrue(
        compiler.getTask(said, null, null, options, null, List.of(file)).call(), said::toString);
    URL[] classes = {folder.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(classes, getClass().getClassLoader())) {
      for (int run = 1; run <= 3; run++) {
        loader.loadClass("Shown").getMethod("run").invoke(null);
      }
    }
    ReplayedLog found = new ReplayedLog();
    try (Wal log =
        new LogFactory().open(directory, SnapshotMark.BEGINNING, found, WalOptions.defaults())) {
      assertEquals(3, log.status().lastIndex());
      assertEquals("hello", new String(found.entries().getLast().data(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void theReadmeOfAllShowsTheSame() throws Exception {
    assertTrue(Files.readString(OF_ALL).contains(shown()));
  }
}
