package io.togglebolt.itests.simulation.world;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScriptCallTest {
  @AfterEach
  void forget() {
    System.clearProperty(ScriptCall.SCRIPT);
  }

  @Test
  void theScriptIsNamedAsItWasCalled() {
    System.setProperty(ScriptCall.SCRIPT, "../run");
    assertEquals("../run --seeds 1", ScriptCall.with(List.of("--seeds", "1")));
  }

  @Test
  void whatAShellWouldTakeApartIsQuoted() {
    System.setProperty(ScriptCall.SCRIPT, "/my files/run");
    assertEquals(
        "'/my files/run' --log 'it'\\''s' ''", ScriptCall.with(List.of("--log", "it's", "")));
  }
}
