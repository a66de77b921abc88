package io.togglebolt.shell.internal;

import io.togglebolt.slot.SlotStatus;
import io.togglebolt.storage.BucketStats;
import io.togglebolt.storage.DatabaseStats;
import io.togglebolt.storage.Inspection.PageDetail;
import io.togglebolt.storage.RepairReport;
import io.togglebolt.storage.ShrinkReport;
import org.apache.felix.service.command.Converter;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

/** Shows what the commands return. It reads nothing back: commands take words. */
@Component(service = Converter.class)
public final class ResultConverter implements Converter {

  /** For Declarative Services. */
  public ResultConverter() {}

  @Override
  public @Nullable Object convert(Class<?> desiredType, Object in) {
    return null;
  }

  /** The result in words, or null when it is none of ours. */
  @Override
  public @Nullable CharSequence format(Object target, int level, Converter escape) {
    return switch (target) {
      case Listing<?> listing -> listing.table();
      case Details details -> details.text();
      case BucketStats stats -> Views.bucketStats(stats).text();
      case DatabaseStats stats -> Views.stats(stats).text();
      case ShrinkReport report -> Views.shrink(report).text();
      case LoadReport report -> report.text();
      case ComparedPolicies compared -> compared.text();
      case FileInfo info -> info.text();
      case RepairReport report -> RepairView.text(report);
      case PageDetail page -> Views.page(page);
      case PageMap map -> map.text();
      case FreelistStatus status -> status.text();
      case ShownMetrics shown -> shown.text();
      case WalView log -> log.text();
      case WalLoadReport report -> report.text();
      case SlotStatus status -> Views.slot(status);
      default -> null;
    };
  }
}
