package io.togglebolt.itests.layers;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.toSet;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

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

  private static final List<String> JDK =
      List.of("java", "javax.management", "com.sun.management", "com.sun.net.httpserver");

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

  /**
   * A part sees what it must implement and what it works with, and the JDK.
   *
   * @param parts the areas of the parts
   * @param apis the packages of ours that they may use
   */
  ArchRule partsSeeOnly(List<String> parts, String... apis) {
    Set<String> seen = Arrays.stream(apis).map(api -> root + "." + api).collect(toSet());
    return classes()
        .that()
        .resideInAnyPackage(below(parts.toArray(String[]::new)))
        .should()
        .onlyDependOnClassesThat(
            DescribedPredicate.describe(
                "reside in "
                    + String.join(", ", apis)
                    + ", the JDK, OSGi (which another rule leaves to the skin), themselves or"
                    + " annotations",
                type ->
                    isOf(type.getPackageName(), JDK)
                        || seen.contains(type.getPackageName())
                        || type.getPackageName().endsWith(".annotations")
                        || type.getPackageName().startsWith("org.osgi.")
                        || type.isPrimitive()
                        || type.isArray()
                        || isOf(type.getPackageName(), parts.stream().map(this::within).toList())))
        .as(String.join(", ", parts) + " see " + String.join(", ", apis) + " and the JDK only");
  }

  private String within(String area) {
    return root + "." + area;
  }

  private static boolean isOf(String name, List<String> packages) {
    return packages.stream().anyMatch(each -> name.equals(each) || name.startsWith(each + "."));
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

  /** An API may stand lower than what lies in the packages below its own. */
  ArchRule aPackageKnowsOnlyThoseBelow(String api, String... upper) {
    return noClasses()
        .that()
        .resideInAPackage(within(api))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(below(upper));
  }

  /** No package can be understood only together with another one that needs it. */
  ArchRule packagesHaveNoCycles() {
    return slices().matching(root + ".(**)").should().beFreeOfCycles();
  }

  private String[] below(String... areas) {
    String[] packages = new String[areas.length];
    for (int i = 0; i < areas.length; i++) {
      packages[i] = within(areas[i]) + "..";
    }
    return packages;
  }
}
