package io.togglebolt.shell.internal;

import io.togglebolt.slot.SlotRegistry;
import io.togglebolt.slot.SwapRecord;
import java.util.List;
import java.util.Map;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** All slots of all owners, and what happened in them. */
@Component(service = RegistryCommands.class)
@GogoCommand(
    scope = RegistryCommands.SCOPE,
    function = {"slots", "swaps"})
public final class RegistryCommands {
  static final String SCOPE = "togglebolt";
  static final Map<String, Usage> USAGES = Usage.of(SCOPE, RegistryCommands.class);
  private static final long DEFAULT_LIMIT = 50;

  private final SlotRegistry registry;

  /** Over the registry. */
  @Activate
  public RegistryCommands(@Reference SlotRegistry registry) {
    this.registry = registry;
  }

  /** Lists the slots. */
  @Descriptor("lists all slots: what serves, what is pinned, what could serve")
  public Object slots(@Descriptor("") @Nullable String... typed) {
    Arguments.of(USAGES.get("slots"), typed);
    return Errors.asOneLine(() -> Views.slots(registry.slots()));
  }

  /** Lists the journal. */
  @Descriptor(
      "lists what happened in the slots, newest last; 'took' is the time from the decision to the"
          + " switch, 'pause' for how long of it no write could begin, 'state' how many items the"
          + " new part was made from (0 where nobody counted), 'waited' how many threads waited"
          + " for a part")
  public Object swaps(@Descriptor("[--limit N]") @Nullable String... typed) {
    Arguments arguments = Arguments.of(USAGES.get("swaps"), typed);
    long limit = arguments.number("--limit", 1, DEFAULT_LIMIT);
    return Errors.asOneLine(
        () -> {
          List<SwapRecord> journal = registry.journal();
          int cut = (int) Math.max(0, journal.size() - limit);
          Listing<SwapRecord> listing =
              Listing.of(Views.SWAPS, journal.subList(cut, journal.size()));
          return cut == 0 ? listing : listing.withNote(cut + " older left out; raise --limit");
        });
  }
}
