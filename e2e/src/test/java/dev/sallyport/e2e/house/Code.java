package dev.sallyport.e2e.house;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/** The project's compiled classes, without tests and without what was generated from the API's description and by JMH. */
final class Code {

    static final String GENERATED = "dev.sallyport.api.v1";

    /** Read once: it takes seconds. */
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("dev/sallyport/api/v1/"))
            .withImportOption(location -> !location.contains("/jmh_generated/"))
            .importPackages("dev.sallyport");

    private Code() {}

    static JavaClasses main() {
        return MAIN;
    }

    /** The module that a package belongs to: the first name after {@code dev.sallyport}; empty outside the project. */
    static String module(String packageName) {
        if (!packageName.startsWith("dev.sallyport.")) {
            return "";
        }
        return packageName.substring("dev.sallyport.".length()).split("\\.", 2)[0];
    }

    /** The outermost class: what a file is named after. */
    static String file(JavaClass type) {
        JavaClass outer = type;
        while (outer.getEnclosingClass().isPresent()) {
            outer = outer.getEnclosingClass().get();
        }
        return outer.getName();
    }
}
