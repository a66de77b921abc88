package io.togglebolt.storage.spi;

/**
 * Makes page allocators: a service in OSGi, found by {@link java.util.ServiceLoader} in plain Java.
 * Thread-safe.
 */
public interface PageAllocatorFactory extends PartFactory {

  /**
   * Makes an empty allocator; its owner then gives it the free runs, lowest first, with {@link
   * PageAllocator#free}. May be called on a background thread.
   */
  PageAllocator create();
}
