package io.togglebolt.itests.container;

import io.togglebolt.itests.container.load.Guest;
import io.togglebolt.storage.Database;

/** A bundle with one component that wants a database by name. */
final class GuestBundle {
  static final String SYMBOLIC_NAME = "io.togglebolt.itests.guest";

  private GuestBundle() {}

  static BundleJar of(String database) {
    return BundleJar.named(SYMBOLIC_NAME)
        .header("Import-Package", Database.class.getPackageName())
        .header("Service-Component", "OSGI-INF/guest.xml")
        .classes(Guest.class)
        .text("OSGI-INF/guest.xml", component(database));
  }

  private static String component(String database) {
    return """
    <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0" name="guest"
        immediate="true" init="1">
      <implementation class="%s"/>
      <reference name="database" interface="%s" parameter="0" scope="bundle"
          target="%s"/>
    </scr:component>
    """
        .formatted(
            Guest.class.getName(), Database.class.getName(), ConfiguredDatabase.filter(database));
  }
}
