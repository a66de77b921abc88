package io.togglebolt.freelist.range.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.spi.FreelistPolicyFactory;
import java.lang.annotation.Annotation;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

final class RangeFreelistFactoryTest {

  @Test
  void isFoundByName() {
    assertTrue(
        ServiceLoader.load(FreelistPolicyFactory.class).stream()
            .anyMatch(provider -> provider.get().name().equals("range")));
  }

  @Test
  void refusesAnUnknownValueNamingItAndTheAllowedOnes() {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> new RangeFreelistFactory(config("1.5")));
    assertEquals(
        "freelist-pages is \"1.5\"; expected one of original, 1.3, 1.4", refused.getMessage());
  }

  @Test
  void refusesAnUnknownSettingNamingItAndTheAllowedOne() {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> new RangeFreelistFactory().withSettings(Map.of("freelist", "1.3")));
    assertEquals(
        "the freelist policy range has no setting \"freelist\"; expected freelist-pages",
        refused.getMessage());
  }

  private static RangeFreelistFactory.Config config(String freelistPages) {
    return new RangeFreelistFactory.Config() {
      @Override
      public String freelist$_$pages() {
        return freelistPages;
      }

      @Override
      public Class<? extends Annotation> annotationType() {
        return RangeFreelistFactory.Config.class;
      }
    };
  }
}
