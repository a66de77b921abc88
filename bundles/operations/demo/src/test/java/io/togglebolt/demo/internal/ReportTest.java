package io.togglebolt.demo.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.togglebolt.slot.SwapRecord;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ReportTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final Report report = new Report(new PrintStream(bytes, true, StandardCharsets.UTF_8));

  @Test
  void growthIsOneLineForAMachineToRead() {
    report.growth("legacy", new TreeMap<>(Map.of(64, 199L, 512, 1543L)));
    assertEquals("pages legacy 64=199 512=1543\n", text());
  }

  @Test
  void samplesStandBeneathEachOther() {
    report.samples(
        "legacy", "round 1", List.of(new Sample(0, 0, 1, 8), new Sample(64, 192, 0, 200)));
    assertEquals(
        """
          legacy, round 1
            updates  pending   free  file end
                  0        0      1         8
                 64      192      0       200
        """,
        text());
  }

  @Test
  void aSwapSaysWhoAndWhyAndHowLong() {
    report.swap(
        new SwapRecord(
            1,
            0,
            "freelist",
            "x",
            SwapRecord.Event.SWAPPED,
            "legacy",
            "range",
            "ranking 10 over 0",
            2_500_000,
            40_000,
            192,
            1));
    assertEquals(
        "  freelist swapped: legacy -> range, ranking 10 over 0; took 2.5 ms, paused 0.040 ms, 192"
            + " items, 1 operations waited\n",
        text());
  }

  private String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
