package io.togglebolt.cli.internal;

import java.util.Collection;

/** The commands that there are now, as {@code scope:function}. */
@FunctionalInterface
interface CommandNames {
  Collection<String> all();
}
