package io.togglebolt.demo.internal;

import io.togglebolt.slot.SlotRegistry;
import io.togglebolt.storage.DatabaseFactory;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The demonstration, from beginning to end. */
@Component(service = DemoCommand.class)
@GogoCommand(
    scope = "togglebolt",
    function = {"demo"})
public final class DemoCommand {
  private static final String LEGACY = "legacy";
  private static final String RANGE = "range";
  private static final String EXACT = "exact";
  private static final String CLAIM = "1.4";
  private static final List<Integer> MARKS = List.of(64, 512, 1000);

  private final BundleContext context;
  private final DatabaseFactory factory;
  private final SlotRegistry registry;
  private final ConfigurationAdmin configurations;

  /** With what it needs. */
  @Activate
  public DemoCommand(
      BundleContext context,
      @Reference DatabaseFactory factory,
      @Reference SlotRegistry registry,
      @Reference ConfigurationAdmin configurations) {
    this.context = context;
    this.factory = factory;
    this.registry = registry;
    this.configurations = configurations;
  }

  /** Runs it. */
  @Descriptor(
      "shows what a freelist policy does to a file while a reader is open, and swaps it live")
  public void demo() throws IOException {
    Report report = new Report(System.out);
    try (Folder folder = Folder.create()) {
      Measurements measurements = new Measurements(factory, folder.path());
      report.line(
          "Freelist policies under an open reader: new databases, pages of 4 KiB, one key with a"
              + " value of 1 KiB, mode always, synced commits.");
      rounds(report, measurements);
      takeover(report, measurements);
      growth(report, measurements);
      meaning(report);
    }
  }

  private static void rounds(Report report, Measurements measurements) {
    report.heading(
        "(a) Three rounds on one file: a reader is held while the key is updated 64 times.");
    for (String policy : List.of(LEGACY, EXACT)) {
      int number = 0;
      for (List<Sample> round : measurements.rounds(policy)) {
        number++;
        report.samples(policy, "round " + number, round);
      }
    }
  }

  private void takeover(Report report, Measurements measurements) {
    report.heading(
        "(b) Exact takes over live: 64 updates under legacy, freelist:use exact, 64 more; the same"
            + " reader is held throughout. What legacy held and the reader does not see is free"
            + " with the next transaction.");
    Measurements.Takeover takeover = measurements.takeover(LEGACY, EXACT);
    report.samples(LEGACY, "reader held", takeover.before());
    report.samples(EXACT, "the same reader held", takeover.after());
    report.line("  exact, the reader closed and one more update");
    report.sample(takeover.closed());
    report.line("  the swap journal of this database:");
    registry.journal().stream()
        .filter(swap -> swap.owner().equals(takeover.owner()))
        .forEach(report::swap);
  }

  private void growth(Report report, Measurements measurements) throws IOException {
    report.heading(
        "(c) The file's end in pages after so many updates, one reader held, new files, commits not"
            + " synced.");
    for (String policy : List.of(LEGACY, RANGE)) {
      report.growth(policy, measurements.growth(policy, subject -> {}, MARKS));
    }
    Map<Integer, Long> ends;
    try (RangeClaim claim = RangeClaim.set(context, configurations, CLAIM)) {
      ends = measurements.growth(RANGE, claim::awaitServing, MARKS);
    }
    report.growth(RANGE + "-" + CLAIM, ends);
    report.growth(EXACT, measurements.growth(EXACT, subject -> {}, MARKS));
  }

  private static void meaning(Report report) {
    report.heading(
        "What it means: while a reader is open, legacy keeps every page freed since it began, so"
            + " each update takes new pages and the file grows; range gives back at once what it"
            + " knows to be both allocated and freed after the reader began (pages taken from the"
            + " file's end are unknown to it until they were reused); with bbolt 1.4's claim range"
            + " keeps the freelist's own old pages, of which each commit needs more the longer the"
            + " list is; exact keeps what a reader sees and nothing else.");
  }
}
