package io.togglebolt.itests.container;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;

/** A policy is deployed by copying its jar, and taken back by deleting it. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class DeployFolderIT {

  @Configuration
  public Option[] distribution() {
    return new Option[] {ExamOptions.distribution(DeployFolderIT.class)};
  }

  @Test
  public void aCopiedJarServesUntilItIsDeleted() throws Exception {
    BundleJar policy = TrialBundle.policy("deployed", 1_000);
    Path jar = Path.of(System.getProperty(ExamOptions.DEPLOY), "policy.jar");
    try (ConfiguredDatabase database = ConfiguredDatabase.open("deploy", Map.of())) {
      database.awaitPolicy("exact");
      try (WriterLoop writer = new WriterLoop(database.database())) {
        writer.awaitCommits(20);
        Files.write(jar, policy.bytes());
        database.awaitPolicy("deployed");
        writer.awaitCommits(20);
        Files.delete(jar);
        database.awaitPolicy("exact");
        writer.awaitCommits(20);
      }
      Await.until(
          "the bundle is uninstalled",
          () -> Container.find("io.togglebolt.itests.policy.deployed").isEmpty());
      database.check();
    }
  }
}
