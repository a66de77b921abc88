package io.togglebolt.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.togglebolt.launcher.Invocation.Mode;
import java.util.List;
import org.junit.jupiter.api.Test;

final class InvocationTest {

  @Test
  void withoutArgumentsATerminalDecides() {
    assertEquals(Mode.SHELL, Invocation.of(List.of(), true).mode());
    assertEquals(Mode.SCRIPT, Invocation.of(List.of(), false).mode());
  }

  @Test
  void aCommandKeepsItsArguments() {
    List<String> words = List.of("bolt:put", "--help", "", "a b");
    assertEquals(new Invocation(Mode.COMMAND, words), Invocation.of(words, true));
  }

  @Test
  void theDemonstrationIsACommand() {
    assertEquals(
        new Invocation(Mode.COMMAND, List.of("togglebolt:demo", "x")),
        Invocation.of(List.of("demo", "x"), false));
  }

  @Test
  void questionsAboutTheProgramNeedNoContainer() {
    assertEquals(Mode.USAGE, Invocation.of(List.of("--help"), true).mode());
    assertEquals(Mode.VERSION, Invocation.of(List.of("--version"), true).mode());
  }
}
