package io.togglebolt.launcher;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** A bundle with one command, {@code test:echo}, whose result shows its arguments byte by byte. */
public final class EchoBundle implements BundleActivator {

  /** For the framework. */
  public EchoBundle() {}

  @Override
  public void start(BundleContext context) {
    Map<String, Object> properties =
        Map.of("osgi.command.scope", "test", "osgi.command.function", "echo");
    context.registerService(EchoBundle.class, this, new Hashtable<>(properties));
  }

  @Override
  public void stop(BundleContext context) {
    // The framework takes the service back.
  }

  /** The command. */
  public String echo(String... words) {
    return Arrays.stream(words).map(EchoBundle::show).collect(Collectors.joining("\n"));
  }

  static String show(String word) {
    return "[" + HexFormat.of().formatHex(word.getBytes(StandardCharsets.UTF_8)) + "]";
  }
}
