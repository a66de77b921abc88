package io.togglebolt.testkit.readme;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * A program that a README shows: imports, an empty line, statements. It is compiled as it stands
 * there, against the class path of the running test, so that what users copy works.
 *
 * @param text the program
 */
public record ShownProgram(String text) {
  private static final String BEGIN = "```java\n";

  /**
   * The first program of a README.
   *
   * @throws IllegalArgumentException when it shows none
   */
  public static ShownProgram firstOf(Path readme) throws IOException {
    String all = Files.readString(readme);
    int begin = all.indexOf(BEGIN);
    int end = all.indexOf("```", begin + BEGIN.length());
    if (begin < 0 || end < 0) {
      throw new IllegalArgumentException(readme + " shows no program of Java");
    }
    return new ShownProgram(all.substring(begin + BEGIN.length(), end));
  }

  /**
   * The same with something of the test's own in the place of what users put there themselves.
   *
   * @throws IllegalArgumentException when that is not in it
   */
  public ShownProgram with(String place, String own) {
    if (!text.contains(place)) {
      throw new IllegalArgumentException("there is no " + place + " in: " + text);
    }
    return new ShownProgram(text.replace(place, own));
  }

  /**
   * Compiles it and runs it.
   *
   * @param folder where its classes go
   * @param times how often it is run
   * @throws IllegalArgumentException when it does not compile, with what the compiler says
   */
  public void run(Path folder, int times) throws IOException, ReflectiveOperationException {
    compile(folder);
    URL[] classes = {folder.toUri().toURL()};
    ClassLoader parent = Thread.currentThread().getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(classes, parent)) {
      for (int i = 0; i < times; i++) {
        loader.loadClass("Shown").getMethod("run").invoke(null);
      }
    }
  }

  private void compile(Path folder) {
    int imports = text.indexOf("\n\n");
    String source =
        text.substring(0, imports)
            + "\npublic class Shown { public static void run() throws Exception {"
            + text.substring(imports)
            + "}}\n";
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
    if (!compiler.getTask(said, null, null, options, null, List.of(file)).call()) {
      throw new IllegalArgumentException("it does not compile: " + said);
    }
  }
}
