package dev.sallyport.e2e.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** State that two clusters in one process would share, output past the log, and names that accept anything. */
class HabitsTest {

    private static final Pattern VAGUE = Pattern.compile("(Utils?|Helpers?|Common|Impl|Manager|Misc|Base)$");
    private static final String PROJECT = "dev.sallyport.";

    /** Where a terminal is the reader. */
    private static final Set<String> SPEAK_TO_A_TERMINAL = Set.of("cli", "server", "benchmarks");

    private final JavaClasses code = Code.main();

    @Test
    void nothingStaticCanChange() {
        // Given
        List<JavaField> fields = code.stream()
                .flatMap(type -> type.getFields().stream())
                .filter(field -> field.getModifiers().contains(JavaModifier.STATIC))
                .filter(field -> !field.getModifiers().contains(JavaModifier.SYNTHETIC))
                .toList();

        // When
        List<String> mutable = fields.stream()
                .filter(HabitsTest::canChange)
                .map(JavaField::getFullName)
                .sorted()
                .toList();

        // Then
        assertThat(mutable)
                .as("static state: give it to an object that the wiring makes")
                .isEmpty();
    }

    @Test
    void namesSayWhatTheThingIs() {
        // Given / When
        List<String> vague = code.stream()
                .filter(type -> VAGUE.matcher(type.getSimpleName()).find())
                .filter(type -> !isNamedAfterWhatItImplements(type))
                .map(JavaClass::getName)
                .sorted()
                .toList();

        // Then
        assertThat(vague).as("names that accept anything: name the thing").isEmpty();
    }

    @Test
    void librariesLogByTheFacadeOnly() {
        // Given / When
        List<String> past = code.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(use -> use.getTargetClass().getPackageName().equals("java.util.logging"))
                .map(use -> use.getOriginClass().getName())
                .distinct()
                .sorted()
                .toList();

        // Then
        assertThat(past).as("java.util.logging: log by slf4j").isEmpty();
    }

    @Test
    void onlyCommandsWriteToTheTerminal() {
        // Given / When
        List<String> past = code.stream()
                .filter(type -> !SPEAK_TO_A_TERMINAL.contains(Code.module(type.getPackageName())))
                .flatMap(type -> type.getFieldAccessesFromSelf().stream())
                .filter(use -> use.getTargetOwner().isEquivalentTo(System.class))
                .filter(use -> !use.getName().equals("in"))
                .map(use -> use.getOriginOwner().getName() + " uses System." + use.getName())
                .distinct()
                .sorted()
                .toList();

        // Then
        assertThat(past).as("output past the log").isEmpty();
    }

    /** A {@code TrustManager} of Java's is one: the word is not ours to choose. */
    private static boolean isNamedAfterWhatItImplements(JavaClass type) {
        return Stream.concat(type.getAllRawInterfaces().stream(), type.getAllRawSuperclasses().stream())
                .filter(above -> !above.getName().startsWith(PROJECT))
                .anyMatch(above -> VAGUE.matcher(above.getSimpleName()).find());
    }

    private static boolean canChange(JavaField field) {
        if (!field.getModifiers().contains(JavaModifier.FINAL)) {
            return true;
        }
        String type = field.getRawType().getName();
        return type.startsWith("java.util.concurrent.atomic.")
                || type.startsWith("java.util.concurrent.Concurrent")
                || type.matches(
                        "java\\.util\\.(Array|Linked|Tree|Hash|Enum|Weak|Identity)[A-Za-z]*(List|Map|Set|Deque|Queue)")
                || type.matches("java\\.lang\\.(StringBuilder|StringBuffer|ThreadLocal)");
    }
}
