package io.togglebolt.slot;

import org.osgi.annotation.versioning.ProviderType;

/** A slot as an operator sees it. Thread-safe. */
@ProviderType
public interface SlotControl {

  /** The kind of slot: {@code freelist}, {@code allocator}, ... */
  String kind();

  /** The owner's name, for example the database's. */
  String owner();

  /** What the slot holds and could hold, as of now. */
  SlotStatus status();

  /**
   * Pins a part by name and waits until it serves, for {@code timeoutMillis} at the most. A name
   * that was set aside before is given another chance.
   *
   * @throws UnknownPartException when no candidate has that name; the message lists those there are
   * @throws PartRefusedException when the hand-over failed or did not end in time; the old part
   *     serves on and the old pin stays
   */
  void use(String name, long timeoutMillis) throws InterruptedException;

  /**
   * Pins a name that may still be absent, without waiting; null unpins. The configured way: the
   * slot shows the name as absent and serves by ranking until it arrives.
   */
  void pin(@org.jspecify.annotations.Nullable String name);
}
