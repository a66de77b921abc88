package io.togglebolt.cli.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class LogForwarderComponentTest {
  private static final String NOT_CONSTRUCTED =
      "bundle b:1 (21)[b.Component(8)] : Error during instantiation of the implementation object";

  @Test
  void aComponentThatCouldNotBeMadeIsToldByTheReasonAlone() {
    Throwable wrapped =
        new RuntimeException(
            new IllegalStateException("a.b.LockedException: main.db: locked; wait"));
    assertEquals(
        "not started: main.db: locked; wait", LogForwarderComponent.text(NOT_CONSTRUCTED, wrapped));
    assertEquals(
        "not started: no colon here",
        LogForwarderComponent.text(NOT_CONSTRUCTED, new RuntimeException("no colon here")));
  }

  @Test
  void othersAreToldAsTheyCame() {
    assertEquals("said", LogForwarderComponent.text("said", null));
    assertEquals("said: why", LogForwarderComponent.text("said", new RuntimeException("why")));
  }
}
