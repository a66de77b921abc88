package io.togglebolt.itests.container.trial;

import io.togglebolt.itests.container.help.Help;

/** Needs a class for the first time when its own bundle is gone, as the test tells it. */
final class FragilePolicy extends TrialPolicy {

  @Override
  public void release(long[] readers, Releases releases) {
    if (Boolean.getBoolean(TrialActivator.GONE)) {
      Help.help();
    }
    super.release(readers, releases);
  }
}
