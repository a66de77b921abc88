package io.togglebolt.allocator.segregated.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.spi.PageAllocator;
import io.togglebolt.storage.spi.PageAllocatorFactory;
import io.togglebolt.storage.spi.PageSetDigest;
import io.togglebolt.storage.tck.PageAllocatorContract;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

final class SegregatedAllocatorTest extends PageAllocatorContract {

  @Override
  protected PageAllocatorFactory factory() {
    return new SegregatedAllocatorFactory();
  }

  @Override
  protected boolean takesLowestFit() {
    return true;
  }

  @Test
  void isFoundByName() {
    assertTrue(
        ServiceLoader.load(PageAllocatorFactory.class).stream()
            .anyMatch(provider -> provider.get().name().equals("segregated")));
  }

  @Test
  void refusesToFreeWhatIsFreeAndStaysAsItWas() {
    PageAllocator allocator = factory().create();
    allocator.free(10, 5);
    PageSetDigest before = allocator.digest();
    for (long start : new long[] {6, 9, 10, 12, 14}) {
      IllegalArgumentException refused =
          assertThrows(IllegalArgumentException.class, () -> allocator.free(start, 5));
      assertTrue(refused.getMessage().contains("free already"), refused.getMessage());
    }
    assertEquals(before, allocator.digest());
    assertEquals(10, allocator.allocate(5));
  }

  @Test
  void refusesToReserveWhatIsNotFree() {
    PageAllocator allocator = factory().create();
    allocator.free(10, 5);
    assertThrows(IllegalArgumentException.class, () -> allocator.reserve(9, 2));
    assertThrows(IllegalArgumentException.class, () -> allocator.reserve(14, 2));
    assertThrows(IllegalArgumentException.class, () -> allocator.reserve(30, 1));
    assertEquals(10, allocator.allocate(5));
  }

  @Test
  void refusesRunsThatCannotBe() {
    PageAllocator allocator = factory().create();
    assertThrows(IllegalArgumentException.class, () -> allocator.free(1, 1));
    assertThrows(IllegalArgumentException.class, () -> allocator.free(5, 0));
    assertThrows(IllegalArgumentException.class, () -> allocator.free(Long.MAX_VALUE, 2));
    assertThrows(IllegalArgumentException.class, () -> allocator.reserve(5, Long.MAX_VALUE));
    assertThrows(IllegalArgumentException.class, () -> allocator.allocate(0));
  }
}
