package io.togglebolt.shell.internal;

import io.togglebolt.slot.SlotControl;
import java.util.Map;
import java.util.Optional;
import org.apache.felix.service.command.Descriptor;
import org.jspecify.annotations.Nullable;

/** The commands of one kind of slot of the databases: the same for every kind. */
abstract class SlotCommands {
  private static final long TIMEOUT_MILLIS = 30_000;

  private final String kind;
  private final Map<String, Usage> usages;
  private final OpenDatabases databases;

  SlotCommands(String kind, OpenDatabases databases) {
    this.kind = kind;
    this.databases = databases;
    usages = Usage.of(kind, SlotCommands.class);
  }

  /** Lists candidates. */
  @Descriptor("lists the parts that could serve in a database, best first")
  public Object list(@Descriptor("[DB]") @Nullable String... typed) {
    Arguments arguments = Arguments.of(usages.get("list"), typed);
    return Errors.asOneLine(() -> Views.candidates(slot(arguments.find(0)).status()));
  }

  /** Pins a part. */
  @Descriptor(
      "puts a part into service while the database goes on, and pins it until the container stops;"
          + " what lasts is freelist = NAME, or allocator = NAME, in the database's configuration"
          + " etc/io.togglebolt.database-DB.cfg; a part that was set aside has another chance")
  public Object use(@Descriptor("NAME [DB]") @Nullable String... typed) {
    Arguments arguments = Arguments.of(usages.get("use"), typed);
    return Errors.asOneLine(
        () -> {
          SlotControl slot = slot(arguments.find(1));
          String before = slot.status().active();
          slot.use(arguments.at(0), TIMEOUT_MILLIS);
          return kind
              + " of "
              + slot.owner()
              + ": "
              + outcome(before, arguments.at(0))
              + (OneShot.isThis() ? forgotten(slot.owner(), arguments.at(0)) : "");
        });
  }

  /** The process ends with the command, and the pin with the process. */
  private String forgotten(String database, String name) {
    return ", for this one command only; to keep it, write "
        + kind
        + " = "
        + name
        + " in etc/io.togglebolt.database-"
        + database
        + ".cfg, or give the command in the shell of the container that serves";
  }

  /** What became of a slot, in words. */
  static String outcome(@Nullable String before, String now) {
    if (before == null) {
      return now + " serves now";
    }
    return before.equals(now)
        ? now + " served already, and is pinned now"
        : now + " took over from " + before;
  }

  /** Shows the slot. */
  @Descriptor("shows what serves in a database, what is pinned and what could serve")
  public Object status(@Descriptor("[DB]") @Nullable String... typed) {
    Arguments arguments = Arguments.of(usages.get("status"), typed);
    return Errors.asOneLine(
        () -> {
          OpenDatabase open = database(arguments.find(0));
          return shown(open, found(open));
        });
  }

  /** What the status of a slot, or of a database without one, is shown as. */
  Object shown(OpenDatabase open, Optional<SlotControl> slot) {
    return slot.orElseThrow(() -> noSlot(open)).status();
  }

  private OpenDatabase database(Optional<String> name) {
    return name.map(databases::named).orElseGet(databases::only);
  }

  private SlotControl slot(Optional<String> name) {
    return slot(database(name));
  }

  private SlotControl slot(OpenDatabase open) {
    return found(open).orElseThrow(() -> noSlot(open));
  }

  private Optional<SlotControl> found(OpenDatabase open) {
    return open.database().slots().stream().filter(slot -> slot.kind().equals(kind)).findFirst();
  }

  private CommandException noSlot(OpenDatabase open) {
    return new CommandException(
        "database '" + open.name() + "' has no " + kind + " slot: it is open for reading only");
  }
}
