package io.togglebolt.wal.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.wal.spi.WalWriterFactory;
import java.io.InputStream;
import java.net.URL;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * What is said of a factory where services are registered: the description of the Declarative
 * Services component that it is, as the bundle will hold it, and the service loader's file.
 */
final class Registration {
  private Registration() {}

  /** A factory that is registered nowhere, like one of a test, is right. */
  static void check(WalWriterFactory factory) throws Exception {
    String type = factory.getClass().getName();
    ClassLoader loader = factory.getClass().getClassLoader();
    URL description = loader.getResource("OSGI-INF/" + type + ".xml");
    if (description != null) {
      checkComponent(factory, properties(description));
    }
    for (WalWriterFactory found : ServiceLoader.load(WalWriterFactory.class, loader)) {
      if (found.getClass() == factory.getClass()) {
        assertEquals(factory.name(), found.name(), "the name of what the service loader makes");
        assertEquals(factory.ranking(), found.ranking(), "the ranking of what it makes");
        assertEquals(factory.durable(), found.durable(), "whether what it makes is durable");
      }
    }
  }

  private static void checkComponent(WalWriterFactory factory, Map<String, String> properties) {
    assertTrue(
        properties.containsKey("togglebolt.name"),
        "the component has no property togglebolt.name, by which its service is found");
    assertEquals(factory.name(), properties.get("togglebolt.name"), "togglebolt.name");
    @Nullable String ranking = properties.get("service.ranking");
    assertEquals(
        factory.ranking(), ranking == null ? 0 : Integer.parseInt(ranking), "service.ranking");
  }

  private static Map<String, String> properties(URL description) throws Exception {
    Map<String, String> properties = new HashMap<>();
    try (InputStream stream = description.openStream()) {
      NodeList all =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(stream)
              .getElementsByTagName("property");
      for (int i = 0; i < all.getLength(); i++) {
        Element each = (Element) all.item(i);
        properties.put(each.getAttribute("name"), each.getAttribute("value"));
      }
    }
    return properties;
  }
}
