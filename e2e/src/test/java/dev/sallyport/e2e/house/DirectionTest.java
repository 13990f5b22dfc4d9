package dev.sallyport.e2e.house;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Imports point where {@code docs/reference/arrows.txt} lets them, and never in a circle. */
class DirectionTest {

    private final JavaClasses code = Code.main();

    @Test
    void nothingIsImportedThatNoArrowAllows() {
        // Given
        List<Arrow> arrows = Arrow.read();

        // When
        Set<String> sideways = new TreeSet<>();
        code.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(DirectionTest::leavesItsModule)
                .filter(use -> arrows.stream().noneMatch(arrow -> arrow.allows(origin(use), target(use))))
                .forEach(use ->
                        sideways.add(origin(use) + " -> " + target(use) + "   in " + Code.file(use.getOriginClass())));

        // Then
        assertThat(sideways)
                .as(
                        "imports without an arrow: turn them round, or write the arrow with its reason into docs/reference/arrows.txt")
                .isEmpty();
    }

    @Test
    void everyArrowIsUsed() {
        // Given
        Set<Arrow> unused = new HashSet<>(Arrow.read());

        // When
        code.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(DirectionTest::leavesItsModule)
                .forEach(use -> unused.removeIf(arrow -> arrow.allows(origin(use), target(use))));

        // Then
        assertThat(unused)
                .as("arrows that nothing takes: remove them from docs/reference/arrows.txt")
                .isEmpty();
    }

    @Test
    void packagesDoNotUseEachOtherInACircle() {
        slices().matching("dev.sallyport.(**)").should().beFreeOfCycles().check(code);
    }

    private static boolean leavesItsModule(Dependency use) {
        String target = target(use);
        return !target.startsWith("java.")
                && !target.startsWith("javax.")
                && !target.isEmpty()
                && !(Code.module(target).equals(Code.module(origin(use)))
                        && !Code.module(target).isEmpty());
    }

    private static String origin(Dependency use) {
        return use.getOriginClass().getPackageName();
    }

    /** Of an array, the package of what it holds; empty for primitives. */
    private static String target(Dependency use) {
        return use.getTargetClass().getBaseComponentType().getPackageName();
    }
}
