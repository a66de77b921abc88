package io.togglebolt.wal.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import io.togglebolt.wal.spi.WalWriter;
import io.togglebolt.wal.spi.WalWriterFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** The contract passes a writer that is right, however naive, and fails one that is not. */
final class ContractCatchesFaultsTest {
  /** What the contracts below are run with; the launcher makes them itself. */
  private static NaiveWriter.Fault fault = NaiveWriter.Fault.NONE;

  @ParameterizedTest
  @EnumSource(NaiveWriter.Fault.class)
  void ofWriters(NaiveWriter.Fault tried) {
    fault = tried;
    TestExecutionSummary summary = run(selectClass(NaiveContract.class));
    assertTrue(summary.getTestsFoundCount() > 15, "the contract was not run");
    if (tried == NaiveWriter.Fault.NONE) {
      assertEquals(0, summary.getTotalFailureCount(), () -> summary.getFailures().toString());
    } else {
      assertTrue(summary.getTotalFailureCount() > 0, "the fault was not caught");
    }
  }

  @Test
  void ofFactoriesThatAreRegisteredAsSomethingElse() {
    fault = NaiveWriter.Fault.NONE;
    String described = "isDescribedAsItDescribesItself";
    assertEquals(0, run(selectMethod(NaiveContract.class, described)).getTotalFailureCount());
    assertEquals(1, run(selectMethod(MisnamedContract.class, described)).getTotalFailureCount());
    String named = "isMadeByANamedFactory";
    assertEquals(0, run(selectMethod(NaiveContract.class, named)).getTotalFailureCount());
    assertEquals(1, run(selectMethod(UnnamedContract.class, named)).getTotalFailureCount());
  }

  private static TestExecutionSummary run(DiscoverySelector contract) {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request().selectors(contract).build();
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherFactory.create().execute(request, listener);
    assertTrue(listener.getSummary().getTestsFoundCount() > 0, "no test was found");
    return listener.getSummary();
  }

  private static class NaiveFactory implements WalWriterFactory {
    private final String name;

    private NaiveFactory(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public WalWriter create() {
      return new NaiveWriter(fault);
    }
  }

  /** Not run by itself: its name does not end as those of tests do. */
  static final class NaiveContract extends WalWriterContract {
    @Override
    protected WalWriterFactory factory() {
      return new NaiveFactory("naive");
    }
  }

  /** With a factory that has no name. */
  static final class UnnamedContract extends WalWriterContract {
    @Override
    protected WalWriterFactory factory() {
      return new NaiveFactory(" ");
    }
  }

  /** What the component's description beside the tests' classes calls otherwise. */
  static final class MisnamedFactory extends NaiveFactory {
    MisnamedFactory() {
      super("misnamed");
    }
  }

  /** With that factory. */
  static final class MisnamedContract extends WalWriterContract {
    @Override
    protected WalWriterFactory factory() {
      return new MisnamedFactory();
    }
  }
}
