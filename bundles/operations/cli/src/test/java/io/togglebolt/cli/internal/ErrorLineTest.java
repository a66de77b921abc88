package io.togglebolt.cli.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.apache.felix.gogo.runtime.CommandNotFoundException;
import org.junit.jupiter.api.Test;

final class ErrorLineTest {
  private static final List<String> COMMANDS = List.of("bolt:check", "bolt:get", "felix:lb");

  @Test
  void aMisspeltCommandIsAnsweredWithTheNearestOne() {
    assertEquals(
        "unknown command bolt:chek; did you mean bolt:check? try `help`",
        ErrorLine.of(new CommandNotFoundException("bolt:chek"), COMMANDS));
    assertEquals(
        "unknown command chekc; did you mean bolt:check? try `help`",
        ErrorLine.of(new CommandNotFoundException("chekc"), COMMANDS));
  }

  @Test
  void aScopeAloneIsAnsweredWithItsCommands() {
    assertEquals(
        "wal alone is no command; expected one of wal:dump, wal:open",
        ErrorLine.of(
            new CommandNotFoundException("wal"), List.of("wal:open", "bolt:open", "wal:dump")));
  }

  @Test
  void aNameLikeNoCommandIsNotGuessedAt() {
    assertEquals(
        "unknown command xyzzy; try `help`",
        ErrorLine.of(new CommandNotFoundException("xyzzy"), COMMANDS));
  }

  @Test
  void onlyTheFirstLineOfAMessageIsShown() {
    assertEquals("first", ErrorLine.of(new IllegalStateException("\nfirst\nsecond"), COMMANDS));
  }

  @Test
  void aFailureWithoutAMessageIsNamedByItsType() {
    assertEquals(
        "java.lang.NullPointerException", ErrorLine.of(new NullPointerException(), COMMANDS));
  }
}
