package io.togglebolt.etcd.payload;

import io.togglebolt.raft.Entry;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Says what a log entry holds: a service in OSGi, found by {@link java.util.ServiceLoader} in plain
 * Java. Thread-safe.
 */
@ProviderType
public interface PayloadText {

  /**
   * The entry's data in one line, such as {@code put key="a" value="b"}. Text stands in quotes
   * where it is printable, other bytes in hexadecimal with {@code 0x} before them; what is long is
   * cut, with its size behind it. Of data that cannot be decoded only the size is said, as anything
   * may be in it; none is {@code empty}. Passwords, their hashes and tokens are never shown.
   */
  String of(Entry entry);
}
