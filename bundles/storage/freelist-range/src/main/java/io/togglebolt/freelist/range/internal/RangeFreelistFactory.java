package io.togglebolt.freelist.range.internal;

import io.togglebolt.storage.spi.FreelistPolicy;
import io.togglebolt.storage.spi.FreelistPolicyFactory;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/**
 * Offers the range policy. Public for the service loader and the component runtime only.
 *
 * <p>There is no modified method on purpose: another claim makes other policies, so a changed
 * configuration withdraws this service and registers it anew, and databases hand over.
 */
@Component(
    configurationPid = RangeFreelistFactory.PID,
    immediate = true,
    property = {
      "togglebolt.name=" + RangeFreelistFactory.NAME,
      "service.ranking:Integer=" + RangeFreelistFactory.RANKING
    })
@Designate(ocd = RangeFreelistFactory.Config.class)
public final class RangeFreelistFactory implements FreelistPolicyFactory {
  static final String NAME = "range";
  static final int RANKING = 10;
  static final String PID = "io.togglebolt.freelist.range";
  static final String FREELIST_PAGES = "freelist-pages";

  /** The configuration. */
  @ObjectClassDefinition(
      name = "Togglebolt range freelist policy",
      description = "Releases what was allocated and freed between two neighbouring readers.")
  public @interface Config {
    /** Property {@code freelist-pages}. */
    @AttributeDefinition(
        name = "Freelist pages",
        description =
            "Which transaction counts as the allocator of a freelist page whose allocation the"
                + " rule does not know.",
        options = {
          @Option(label = "the freeing transaction (original rule)", value = "original"),
          @Option(label = "the transaction before it (bbolt 1.3)", value = "1.3"),
          @Option(label = "none (bbolt 1.4 and later)", value = "1.4")
        })
    String freelist$_$pages() default "original";
  }

  private final FreelistPagesClaim claim;

  /** The original rule. */
  public RangeFreelistFactory() {
    this(FreelistPagesClaim.ORIGINAL);
  }

  /**
   * As configured.
   *
   * @throws IllegalArgumentException when the configured value is not known; the component then
   *     does not come up, which is seen, whereas another rule than the wanted one would not be
   */
  @Activate
  public RangeFreelistFactory(Config config) {
    this(FreelistPagesClaim.of(config.freelist$_$pages()));
  }

  RangeFreelistFactory(FreelistPagesClaim claim) {
    this.claim = claim;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int ranking() {
    return RANKING;
  }

  @Override
  public FreelistPolicyFactory withSettings(Map<String, String> settings) {
    FreelistPagesClaim wanted = claim;
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      if (!setting.getKey().equals(FREELIST_PAGES)) {
        throw new IllegalArgumentException(
            "the freelist policy "
                + NAME
                + " has no setting \""
                + setting.getKey()
                + "\"; expected "
                + FREELIST_PAGES);
      }
      wanted = FreelistPagesClaim.of(setting.getValue());
    }
    return new RangeFreelistFactory(wanted);
  }

  @Override
  public FreelistPolicy create() {
    return new RangeFreelist(claim);
  }
}
