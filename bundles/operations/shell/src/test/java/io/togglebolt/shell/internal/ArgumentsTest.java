package io.togglebolt.shell.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
  private static final Usage KEYS =
      Usage.parse("bolt:keys", "lists", "[--limit N] [--all] DB-or-FILE BUCKET [KEY]");

  @Test
  void optionsMayStandAnywhere() {
    Arguments arguments = Arguments.of(KEYS, "main", "--limit", "7", "users", "--all");
    assertEquals("main", arguments.at(0));
    assertEquals("users", arguments.at(1));
    assertEquals(Optional.empty(), arguments.find(2));
    assertEquals(7, arguments.number("--limit", 1, 100));
    assertTrue(arguments.has("--all"));
  }

  @Test
  void optionsLeftOutHaveTheirDefault() {
    Arguments arguments = Arguments.of(KEYS, "main", "users", "k");
    assertEquals(100, arguments.number("--limit", 1, 100));
    assertFalse(arguments.has("--all"));
    assertEquals(Optional.of("k"), arguments.find(2));
  }

  @Test
  void theLastArgumentMayStandAnyNumberOfTimesWhereTheUsageSaysSo() {
    Usage compare = Usage.parse("freelist:compare", "compares", "[--for DURATION] [NAME...]");
    assertEquals(List.of(), Arguments.of(compare).all());
    assertEquals(List.of("a", "b", "c"), Arguments.of(compare, "a", "--for", "5s", "b", "c").all());
    assertEquals("NAME", compare.placeholder(0));
    assertEquals("NAME", compare.placeholder(7));
    assertEquals("", KEYS.placeholder(7));
  }

  @Test
  void aWrongNumberOfArgumentsShowsTheUsage() {
    assertEquals(
        "bolt:keys: found 1 argument, expected 2 to 3; usage: bolt:keys [--limit N] [--all]"
            + " DB-or-FILE BUCKET [KEY]",
        error("main"));
    assertTrue(error("a", "b", "c", "d").startsWith("bolt:keys: found 4 arguments, expected 2 to"));
  }

  @Test
  void anUnknownOptionIsNamed() {
    assertEquals(
        "bolt:keys: unknown option --limits (did you mean --limit? an argument that begins with two"
            + " dashes is written as 0x...); "
            + KEYS.line(),
        error("main", "users", "--limits", "1"));
    assertTrue(
        error("main", "--x").contains("unknown option --x (an argument that begins with two "));
  }

  @Test
  void whereNoArgumentIsAKeyNoFormOfItIsOfferedForAnUnknownOption() {
    Usage show = Usage.parse("metrics:show", "shows", "[--watch] [--every DURATION] [PATTERN...]");
    assertEquals(
        "metrics:show: unknown option --wach (did you mean --watch?); " + show.line(),
        error(show, "--wach"));
    assertEquals(
        "metrics:show: unknown option --frobnicate; " + show.line(), error(show, "--frobnicate"));
    assertEquals("metrics:show: unknown option --; " + show.line(), error(show, "--"));
  }

  @Test
  void anOptionWithoutItsValueIsNamed() {
    assertTrue(error("main", "users", "--limit").contains("option --limit lacks its value N"));
  }

  @Test
  void aNumberThatIsNoneIsNamedWithItsOption() {
    Arguments arguments = Arguments.of(KEYS, "main", "users", "--limit", "many");
    CommandException wrong =
        assertThrows(CommandException.class, () -> arguments.number("--limit", 1, 100));
    assertTrue(
        wrong.toString().contains("--limit is 'many', expected a whole number from 1 on"),
        wrong.toString());
    Arguments zero = Arguments.of(KEYS, "main", "users", "--limit", "0");
    assertThrows(CommandException.class, () -> zero.number("--limit", 1, 100));
  }

  @Test
  void theWordNullIsNotTakenForText() {
    @Nullable String[] typed = {"main", "users", null};
    assertTrue(error(typed).contains("0x6e756c6c"));
  }

  @Test
  void everyCommandOfThisBundleHasADescriptionAndIsFoundByItsName() {
    assertEquals(54, Catalog.all().size());
    for (Usage usage : Catalog.all()) {
      assertFalse(usage.description().isBlank(), usage.command());
      assertEquals(Optional.of(usage), Catalog.find(usage.command()));
    }
    assertEquals(Optional.empty(), Catalog.find("status"));
    assertEquals("bolt:get", Catalog.find("get").orElseThrow().command());
  }

  private static String error(@Nullable String... typed) {
    return error(KEYS, typed);
  }

  private static String error(Usage usage, @Nullable String... typed) {
    return assertThrows(CommandException.class, () -> Arguments.of(usage, typed)).toString();
  }
}
