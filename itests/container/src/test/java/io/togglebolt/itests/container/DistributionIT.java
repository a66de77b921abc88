package io.togglebolt.itests.container;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/** What is delivered together works together. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class DistributionIT {
  @Inject private BundleContext context;
  @Inject private ServiceComponentRuntime components;

  @Configuration
  public Option[] distribution() {
    return new Option[] {ExamOptions.distribution(DistributionIT.class)};
  }

  @Test
  public void allBundlesResolveAndStart() {
    // What a command does without is not started here, so nothing has asked for it to be resolved.
    FrameworkWiring wiring = context.getBundle(0).adapt(FrameworkWiring.class);
    assertTrue("everything resolves", wiring.resolveBundles(List.of(context.getBundles())));
    Map<String, Bundle> installed =
        Arrays.stream(context.getBundles())
            .collect(Collectors.toMap(Bundle::getSymbolicName, each -> each, (one, two) -> one));
    for (Distribution.Jar jar : Distribution.jars()) {
      Bundle bundle = installed.get(jar.symbolicName());
      assertNotNull(jar.symbolicName() + " is not installed", bundle);
      boolean fragment = bundle.getHeaders().get("Fragment-Host") != null;
      boolean started = jar.startLevel() <= Distribution.LEAN_LEVEL && !fragment;
      assertEquals(
          jar.symbolicName(), started ? Bundle.ACTIVE : Bundle.RESOLVED, bundle.getState());
    }
  }

  @Test
  public void allComponentsThatNeedNoConfigurationAreSatisfied() throws Exception {
    Await.until("all components are satisfied", this::unsatisfied, () -> unsatisfied().isEmpty());
    assertTrue(
        "components of ours are there",
        components.getComponentDescriptionDTOs().stream()
            .anyMatch(each -> each.bundle.symbolicName.equals("io.togglebolt.storage.engine")));
  }

  private List<String> unsatisfied() {
    List<String> found = new ArrayList<>();
    for (ComponentDescriptionDTO component : components.getComponentDescriptionDTOs()) {
      if (component.configurationPolicy.equals("require")) {
        continue;
      }
      for (ComponentConfigurationDTO each : components.getComponentConfigurationDTOs(component)) {
        if (each.state != ComponentConfigurationDTO.ACTIVE
            && each.state != ComponentConfigurationDTO.SATISFIED) {
          found.add(component.name + " is in state " + each.state + " " + each.failure);
        }
      }
    }
    return found;
  }
}
