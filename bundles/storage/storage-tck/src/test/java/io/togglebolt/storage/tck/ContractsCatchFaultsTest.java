package io.togglebolt.storage.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.togglebolt.storage.spi.FreelistPolicy;
import io.togglebolt.storage.spi.FreelistPolicyFactory;
import io.togglebolt.storage.spi.PageAllocator;
import io.togglebolt.storage.spi.PageAllocatorFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** The contracts pass what is right, however naive, and fail what is wrong in any of these ways. */
final class ContractsCatchFaultsTest {

  enum AllocatorFault {
    NONE,
    HANDS_OUT_TWICE,
    DOES_NOT_COALESCE,
    STOPS_ONE_PAGE_SHORT,
    IGNORES_RESERVATIONS,
    FORGETS_ITS_DIGEST,
    TAKES_THE_HIGHEST,
    OVERLOOKS_LONG_RUNS
  }

  enum PolicyFault {
    NONE,
    RELEASES_WHAT_READERS_SEE,
    FORGETS_THE_SECOND_READER,
    NEVER_RELEASES,
    RELEASES_TWICE,
    IGNORES_FORGETTING,
    FORGETS_ITS_DIGEST,
    REMEMBERS_OLD_READERS
  }

  /** Ways to hold more than need be, which only an exact policy may not do. */
  enum Surplus {
    NONE,
    ONE_RUN,
    FREED_BY_A_READERS_TRANSACTION,
    TAKEN_AT_THE_FILES_END,
    PARTS_OF_RUNS,
    FREELIST_PAGES
  }

  /** Which fault the contract classes below are run with; the launcher makes them itself. */
  private static AllocatorFault allocatorFault = AllocatorFault.NONE;

  private static PolicyFault policyFault = PolicyFault.NONE;
  private static Surplus surplus = Surplus.NONE;

  @ParameterizedTest
  @EnumSource(AllocatorFault.class)
  void ofAllocators(AllocatorFault fault) {
    allocatorFault = fault;
    verify(AllocatorContract.class, fault == AllocatorFault.NONE);
  }

  @ParameterizedTest
  @EnumSource(PolicyFault.class)
  void ofPolicies(PolicyFault fault) {
    policyFault = fault;
    surplus = Surplus.NONE;
    verify(PolicyContract.class, fault == PolicyFault.NONE);
  }

  @ParameterizedTest
  @EnumSource(Surplus.class)
  void ofPoliciesThatHoldMoreThanNeedBe(Surplus held) {
    policyFault = PolicyFault.NONE;
    surplus = held;
    verify(PolicyContract.class, true);
    verify(ExactPolicyContract.class, held == Surplus.NONE);
  }

  private static void verify(Class<?> contract, boolean sound) {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request().selectors(selectClass(contract)).build();
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherFactory.create().execute(request, listener);
    TestExecutionSummary summary = listener.getSummary();
    assertTrue(summary.getTestsFoundCount() > 40, "the contract was not run");
    if (sound) {
      assertEquals(0, summary.getTotalFailureCount(), () -> summary.getFailures().toString());
    } else {
      assertTrue(summary.getTotalFailureCount() > 0, "the fault was not caught");
    }
  }

  /** Not run by itself: its name does not end as those of tests do. */
  static final class AllocatorContract extends PageAllocatorContract {
    @Override
    protected PageAllocatorFactory factory() {
      return new PageAllocatorFactory() {
        @Override
        public String name() {
          return "naive";
        }

        @Override
        public PageAllocator create() {
          return new NaiveAllocator(allocatorFault);
        }
      };
    }

    @Override
    protected boolean takesLowestFit() {
      return true;
    }

    @Override
    protected int manyRuns() {
      return 1_000;
    }
  }

  /** Likewise. */
  static class PolicyContract extends FreelistPolicyContract {
    @Override
    protected FreelistPolicyFactory factory() {
      return new FreelistPolicyFactory() {
        @Override
        public String name() {
          return "naive";
        }

        @Override
        public FreelistPolicy create() {
          return new NaivePolicy(policyFault, surplus);
        }
      };
    }
  }

  /** Likewise. */
  static final class ExactPolicyContract extends PolicyContract {
    @Override
    protected boolean isExact() {
      return true;
    }
  }
}
