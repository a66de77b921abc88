package io.togglebolt.slot.internal;

import io.togglebolt.slot.SlotRegistry;
import io.togglebolt.slot.SwapRecord;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;

/**
 * Publishes the journal as events of topic {@code io/togglebolt/slot/<EVENT>}. A component of its
 * own, so that without an event service its class is never loaded and the package need not be
 * there.
 */
@Component(
    service = {},
    immediate = true)
public final class SlotEventsComponent {
  private static final String TOPIC = "io/togglebolt/slot/";

  private final EventAdmin events;
  private final AutoCloseable listening;

  /** Listens from now on. */
  @Activate
  public SlotEventsComponent(@Reference SlotRegistry registry, @Reference EventAdmin events) {
    this.events = events;
    listening = registry.listen(this::publish);
  }

  /** Listens no more. */
  @Deactivate
  public void deactivate() throws Exception {
    listening.close();
  }

  private void publish(SwapRecord swap) {
    Map<String, Object> fields = new HashMap<>();
    fields.put("sequence", swap.sequence());
    fields.put("timestamp", swap.wallMillis());
    fields.put("kind", swap.kind());
    fields.put("owner", swap.owner());
    fields.put("event", swap.event().name());
    putIfKnown(fields, "from", swap.from());
    putIfKnown(fields, "to", swap.to());
    fields.put("reason", swap.reason());
    fields.put("durationNanos", swap.durationNanos());
    fields.put("pauseNanos", swap.pauseNanos());
    fields.put("stateSize", swap.stateSize());
    fields.put("waited", swap.waited());
    events.postEvent(new Event(TOPIC + swap.event(), fields));
  }

  private static void putIfKnown(Map<String, Object> fields, String name, @Nullable String value) {
    if (value != null) {
      fields.put(name, value);
    }
  }
}
