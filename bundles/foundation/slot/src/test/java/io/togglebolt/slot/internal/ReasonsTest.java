package io.togglebolt.slot.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ReasonsTest {
  private static StackTraceElement frame(String type) {
    return new StackTraceElement(type, "m", "F.java", 1);
  }

  private static StackTraceElement jdk(String type) {
    return new StackTraceElement("app", "java.base", "25", type, "m", "F.java", 1);
  }

  private static String where(StackTraceElement... frames) {
    Exception thrown = new Exception();
    thrown.setStackTrace(frames);
    return Reasons.where(thrown);
  }

  @Test
  void neitherWhoCalledTheCandidateNorTheJdkIsShown() {
    assertEquals(
        "at org.example.Lines.m(F.java:1) < io.togglebolt.metrics.Help.m(F.java:1)"
            + " < org.example.Factory.m(F.java:1)",
        where(
            jdk("java.util.Objects"),
            frame("org.example.Lines"),
            frame("io.togglebolt.metrics.Help"),
            frame("org.example.Factory"),
            frame("io.togglebolt.metrics.exporters.internal.LimitedCall"),
            jdk("java.util.concurrent.FutureTask"),
            frame("io.togglebolt.slot.internal.Filling")));
  }

  @Test
  void aPartOfOursIsShown() {
    assertEquals(
        "at io.togglebolt.freelist.F.m(F.java:1)",
        where(frame("io.togglebolt.freelist.F"), jdk("java.lang.Thread")));
  }

  @Test
  void noMoreThanSixAreShownAndPerhapsNone() {
    StackTraceElement[] many = new StackTraceElement[7];
    Arrays.fill(many, frame("a.B"));
    assertEquals(6, where(many).split(" < ").length);
    assertEquals("", where(jdk("java.lang.Thread")));
    assertEquals("", where());
  }
}
