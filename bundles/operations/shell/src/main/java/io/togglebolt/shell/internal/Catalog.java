package io.togglebolt.shell.internal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** All commands of this bundle, for completion. */
final class Catalog {
  private static final List<Usage> ALL =
      Stream.of(
              DatabaseCommands.USAGES,
              ReaderCommands.USAGES,
              HoldCommands.USAGES,
              LoadCommands.USAGES,
              KeyCommands.USAGES,
              BucketCommands.USAGES,
              CopyCommands.USAGES,
              InspectionCommands.USAGES,
              MapCommands.USAGES,
              ShrinkCommands.USAGES,
              RepairCommands.USAGES,
              RegistryCommands.USAGES,
              LeaveCommands.USAGES,
              CompareCommands.USAGES,
              ExporterCommands.USAGES,
              SeriesCommands.USAGES,
              WalCommands.USAGES,
              WalFileCommands.USAGES,
              WalLoadCommands.USAGES,
              Usage.of(FreelistCommands.SCOPE, SlotCommands.class),
              Usage.of(AllocatorCommands.SCOPE, SlotCommands.class))
          .map(Map::values)
          .flatMap(java.util.Collection::stream)
          .toList();

  private Catalog() {}

  static List<Usage> all() {
    return ALL;
  }

  /** The command that a word names, with its scope or, where that is unmistakable, without. */
  static Optional<Usage> find(String word) {
    List<Usage> found =
        ALL.stream()
            .filter(usage -> usage.command().equals(word) || usage.command().endsWith(":" + word))
            .toList();
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }
}
