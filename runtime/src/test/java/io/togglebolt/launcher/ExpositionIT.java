package io.togglebolt.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.launcher.Distribution.Result;
import io.togglebolt.metrics.tck.Promtool;
import io.togglebolt.metrics.tck.Promtool.Verdict;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** All that a container shows of itself while a bundle works on its database. */
@Timeout(180)
final class ExpositionIT {
  private static final Pattern METRICS = Pattern.compile("http://127\\.0\\.0\\.1:\\d+/metrics");

  /** What a dashboard may rely on, by what it is about. */
  private static final Map<String, List<String>> FAMILIES =
      Map.of(
          "slots",
          List.of(
              "togglebolt_slot_active_part",
              "togglebolt_slot_vacant",
              "togglebolt_slot_swaps_total",
              "togglebolt_slot_events_total",
              "togglebolt_slot_pause_seconds"),
          "database",
          List.of(
              "etcd_mvcc_db_total_size_in_bytes",
              "etcd_mvcc_db_total_size_in_use_in_bytes",
              "etcd_disk_backend_commit_duration_seconds",
              "etcd_debugging_disk_backend_commit_rebalance_duration_seconds",
              "etcd_debugging_disk_backend_commit_spill_duration_seconds",
              "etcd_debugging_disk_backend_commit_write_duration_seconds",
              "etcd_disk_backend_snapshot_duration_seconds",
              "etcd_disk_backend_defrag_duration_seconds",
              "togglebolt_database_commits_total",
              "togglebolt_database_rollbacks_total",
              "togglebolt_database_page_size_bytes"),
          "freelist",
          List.of(
              "togglebolt_freelist_free_pages",
              "togglebolt_freelist_pending_pages",
              "togglebolt_freelist_releasable_pages",
              "togglebolt_freelist_held_by_oldest_reader_pages"),
          "allocator",
          List.of("togglebolt_allocator_free_runs", "togglebolt_allocator_longest_free_run_pages"),
          "readers",
          List.of("etcd_mvcc_db_open_read_transactions", "togglebolt_readers_oldest_age_seconds"),
          "JVM",
          List.of(
              "jvm_memory_used_bytes",
              "jvm_gc_pause_seconds",
              "jvm_threads_current",
              "jvm_buffer_pool_used_bytes",
              "process_resident_memory_bytes",
              "process_cpu_seconds_total"));

  @TempDir private Path home;
  private Distribution distribution;

  @BeforeEach
  void copy() throws Exception {
    distribution = Distribution.copyTo(home);
  }

  @Test
  void everythingIsShownAndPrometheusCanReadIt() throws Exception {
    String exposition = exposition();
    List<String> missing = new ArrayList<>();
    FAMILIES.forEach(
        (about, names) ->
            names.stream()
                .filter(name -> !exposition.contains("\n# TYPE " + name + " "))
                .forEach(name -> missing.add(about + ": " + name)));
    assertEquals(List.of(), missing, exposition);

    assertEquals(new Verdict(true, List.of()), Promtool.orSkip().check(exposition));
  }

  /** What is shown once the load has committed. */
  private String exposition() throws Exception {
    distribution.deploy(
        LoadBundle.class, "org.osgi.framework,org.osgi.util.tracker,io.togglebolt.storage");
    try (Conversation shell = new Conversation(distribution.converse());
        HttpClient client = HttpClient.newHttpClient()) {
      assertTrue(shell.greeting().contains(" ready in "));
      shell.askUntil("metrics:list", each -> shell.commits() > 0);
      Matcher address =
          METRICS.matcher(shell.askUntil("metrics:list", each -> METRICS.matcher(each).find()));
      assertTrue(address.find());
      HttpRequest scrape = HttpRequest.newBuilder(URI.create(address.group())).build();
      HttpResponse<String> shown = client.send(scrape, HttpResponse.BodyHandlers.ofString());
      assertEquals(0, shell.end());
      return "\n" + shown.body();
    }
  }

  @Test
  void oneCommandStartsNothingThatShowsAnything() throws Exception {
    Result listed = distribution.run("felix:lb", "-s", "io.togglebolt");
    assertEquals(0, listed.exitCode(), listed::toString);
    List<String> ofContainers =
        listed.out().lines().filter(line -> line.matches(".*\\| +5[56]\\|io\\.togg.*")).toList();
    assertFalse(ofContainers.isEmpty(), listed::toString);
    for (String line : ofContainers) {
      assertFalse(line.contains("|Active"), line);
    }
  }
}
