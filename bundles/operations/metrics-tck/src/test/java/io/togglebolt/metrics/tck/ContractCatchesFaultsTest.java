package io.togglebolt.metrics.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.togglebolt.metrics.spi.ExporterSite;
import io.togglebolt.metrics.spi.MetricsExporter;
import io.togglebolt.metrics.spi.MetricsExporterFactory;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** The contract passes an exporter that is right, however naive, and fails one that is not. */
final class ContractCatchesFaultsTest {
  /** What the contract below is run with; the launcher makes it itself. */
  private static NaiveExporter.Fault fault = NaiveExporter.Fault.NONE;

  @ParameterizedTest
  @EnumSource(NaiveExporter.Fault.class)
  void ofExporters(NaiveExporter.Fault tried) {
    fault = tried;
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectClass(NaiveContract.class))
            .build();
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherFactory.create().execute(request, listener);
    TestExecutionSummary summary = listener.getSummary();
    assertTrue(summary.getTestsFoundCount() > 15, "the contract was not run");
    if (tried == NaiveExporter.Fault.NONE) {
      assertEquals(0, summary.getTotalFailureCount(), () -> summary.getFailures().toString());
    } else {
      assertTrue(summary.getTotalFailureCount() > 0, "the fault was not caught");
    }
  }

  /** Not run by itself: its name does not end as those of tests do. */
  static final class NaiveContract extends MetricsExporterContract {
    @Override
    protected MetricsExporterFactory factory() {
      return new MetricsExporterFactory() {
        @Override
        public String name() {
          return "naive";
        }

        @Override
        public MetricsExporter create(ExporterSite site) {
          return new NaiveExporter(site, fault);
        }
      };
    }

    @Override
    protected Map<Series, Double> shown(Stage stage) {
      StagedHttp.Response response = stage.http().get("/naive");
      return switch (response.status()) {
        case 200 -> NaiveExporter.parse(response.text());
        case 404 -> Map.of();
        default -> throw new AssertionError(response.text());
      };
    }
  }
}
