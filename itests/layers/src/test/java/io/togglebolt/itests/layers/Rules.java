package io.togglebolt.itests.layers;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;

/** The rules over classes. They hold for any set of classes below the given root package. */
record Rules(String root) {

  /** What is OSGi at run time; the annotations are not. */
  private static final DescribedPredicate<JavaClass> LIVE_OSGI =
      DescribedPredicate.describe(
          "OSGi at run time",
          type ->
              type.getPackageName().startsWith("org.osgi.")
                  && !type.getPackageName().startsWith("org.osgi.annotation")
                  && !type.getPackageName().endsWith(".annotations"));

  private static final DescribedPredicate<JavaClass> SKIN =
      DescribedPredicate.describe("components and what they make of services", Rules::isSkin);

  private static boolean isSkin(JavaClass type) {
    String name = outermost(type).getSimpleName();
    return name.endsWith("Component") || name.startsWith("Service");
  }

  private static JavaClass outermost(JavaClass type) {
    return type.getEnclosingClass().map(Rules::outermost).orElse(type);
  }

  /** An implementation is nobody's business but its own. */
  ArchRule implementationsAreKnownToThemselvesOnly() {
    return slices()
        .matching(root + ".(**).internal..")
        .should()
        .notDependOnEachOther()
        .as("no implementation knows another one");
  }

  /** An API stands on its own. */
  ArchRule apisKnowNoImplementation() {
    return noClasses()
        .that()
        .resideOutsideOfPackage("..internal..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(root + "..internal..");
  }

  /** Everything but the thin skin runs without a framework. */
  ArchRule coresKnowNoOsgi(String... areas) {
    return noClasses()
        .that()
        .resideInAnyPackage(below(areas))
        .and(DescribedPredicate.not(SKIN))
        .should()
        .dependOnClassesThat(LIVE_OSGI)
        .as("cores know no OSGi at run time; only classes named *Component or Service* do");
  }

  /** A part sees what it must implement, and the JDK. */
  ArchRule policiesSeeTheirSpiOnly(String... policies) {
    return classes()
        .that()
        .resideInAnyPackage(below(policies))
        .should()
        .onlyDependOnClassesThat(
            DescribedPredicate.describe(
                "the storage SPI, the JDK, itself or annotations",
                type ->
                    type.getPackageName().startsWith("java.")
                        || type.getPackageName().startsWith(root + ".storage.spi")
                        || type.getPackageName().endsWith(".annotations")
                        || type.getPackageName().startsWith("org.osgi.annotation")
                        || type.isPrimitive()
                        || type.isArray()
                        || inOneOf(type, policies)));
  }

  /** The house has floors. */
  ArchRule aFloorKnowsOnlyThoseBelow(String floor, String... upper) {
    return noClasses()
        .that()
        .resideInAnyPackage(below(floor))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(below(upper));
  }

  /** No package can be understood only together with another one that needs it. */
  ArchRule packagesHaveNoCycles() {
    return slices().matching(root + ".(**)").should().beFreeOfCycles();
  }

  private boolean inOneOf(JavaClass type, String... areas) {
    for (String area : areas) {
      if (type.getPackageName().startsWith(root + "." + area)) {
        return true;
      }
    }
    return false;
  }

  private String[] below(String... areas) {
    String[] packages = new String[areas.length];
    for (int i = 0; i < areas.length; i++) {
      packages[i] = root + "." + areas[i] + "..";
    }
    return packages;
  }
}
