package io.togglebolt.itests.container.help;

/** Loaded when it is first needed, which may be too late. */
public final class Help {
  private Help() {}

  /** Does nothing but being loaded. */
  public static void help() {}
}
