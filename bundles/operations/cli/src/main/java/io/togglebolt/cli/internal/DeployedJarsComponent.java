package io.togglebolt.cli.internal;

import java.io.File;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.apache.felix.fileinstall.ArtifactListener;
import org.osgi.service.component.annotations.Component;

/**
 * Says of a jar in the deploy folder why it becomes no bundle. FileInstall asks its listeners who
 * can handle a file; when nobody can, it asks again at each look and says nothing. This one handles
 * none, and tells once for each state of a file what is wrong with it.
 */
@Component(service = ArtifactListener.class)
public final class DeployedJarsComponent implements ArtifactListener {
  private static final System.Logger LOG = System.getLogger(DeployedJarsComponent.class.getName());
  private static final String SYMBOLIC_NAME = "Bundle-SymbolicName";

  /** So many files are remembered; in a folder with more than that some are told of again. */
  private static final int MOST_FILES = 1_000;

  /** What a file was when it was told of. */
  private record State(long bytes, long modifiedMillis) {}

  private final Map<File, State> told = new ConcurrentHashMap<>();

  /** For Declarative Services. */
  public DeployedJarsComponent() {}

  @Override
  public boolean canHandle(File artifact) {
    if (artifact.getName().endsWith(".jar") && artifact.isFile()) {
      State state = new State(artifact.length(), artifact.lastModified());
      if (!state.equals(told.get(artifact))) {
        tell(artifact, state);
      }
    }
    return false;
  }

  private void tell(File artifact, State state) {
    Optional<String> problem = problem(artifact);
    if (told.size() >= MOST_FILES) {
      told.clear();
    }
    told.put(artifact, state);
    problem.ifPresent(
        found ->
            LOG.log(
                System.Logger.Level.WARNING,
                "{0} is not deployed: {1}; it is looked at again when it changes",
                artifact,
                found));
  }

  /** Why a file cannot become a bundle, as far as that can be seen from outside. */
  static Optional<String> problem(File artifact) {
    try (JarFile jar = new JarFile(artifact)) {
      Manifest manifest = jar.getManifest();
      return manifest != null && manifest.getMainAttributes().getValue(SYMBOLIC_NAME) != null
          ? Optional.empty()
          : Optional.of("its manifest has no " + SYMBOLIC_NAME + ", so it is no bundle");
    } catch (IOException broken) {
      return Optional.of(
          "it is no whole jar ("
              + broken.getMessage()
              + "); perhaps it is still being copied, or the copy broke off");
    }
  }
}
