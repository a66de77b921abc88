package io.togglebolt.itests.container.trial;

import io.togglebolt.itests.container.help.Help;
import org.osgi.framework.Bundle;

/** Needs a class for the first time when its own bundle is gone. */
final class FragilePolicy extends TrialPolicy {
  private final Bundle bundle;

  FragilePolicy(Bundle bundle) {
    this.bundle = bundle;
  }

  @Override
  public void release(long[] readers, Releases releases) {
    if (bundle.getState() == Bundle.UNINSTALLED) {
      Help.help();
    }
    super.release(readers, releases);
  }
}
