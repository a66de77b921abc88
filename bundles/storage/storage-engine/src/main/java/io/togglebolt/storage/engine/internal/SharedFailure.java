package io.togglebolt.storage.engine.internal;

import io.togglebolt.slot.SlotException;
import io.togglebolt.slot.SlotVacantException;
import io.togglebolt.storage.DatabaseClosedException;
import io.togglebolt.storage.DatabaseFailedException;
import io.togglebolt.storage.DatabaseIOException;
import io.togglebolt.storage.ReadOnlyException;
import io.togglebolt.storage.StorageException;
import io.togglebolt.storage.StrictCheckException;

/**
 * One failure that many callers hear of. An exception is changed by whoever gets it, who adds
 * suppressed ones and lets it be printed, so each caller has its own.
 */
final class SharedFailure {
  private SharedFailure() {}

  /** An exception of the same type, where it is one of ours, with that one as its cause. */
  static RuntimeException copyOf(Throwable shared) {
    String message = String.valueOf(shared.getMessage());
    return switch (shared) {
      case DatabaseIOException _ -> new DatabaseIOException(message, shared);
      case DatabaseFailedException _ -> new DatabaseFailedException(message, shared);
      case DatabaseClosedException _ -> new DatabaseClosedException(message, shared);
      case ReadOnlyException _ -> new ReadOnlyException(message, shared);
      case StrictCheckException _ -> causedBy(new StrictCheckException(message), shared);
      case SlotVacantException _ -> causedBy(new SlotVacantException(message), shared);
      case SlotException _ -> new SlotException(message, shared);
      case StorageException _ -> new StorageException(message, shared);
      default -> new StorageException("the batch failed: " + shared, shared);
    };
  }

  private static <E extends RuntimeException> E causedBy(E copy, Throwable shared) {
    copy.initCause(shared);
    return copy;
  }
}
