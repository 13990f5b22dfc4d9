package dev.sallyport.server.wiring;

import java.util.Optional;

/** What this build is. */
public final class Version {

    /** As the jar's manifest says; where classes run without their jar: "dev". */
    public static final String TEXT = Optional.ofNullable(
                    Version.class.getPackage().getImplementationVersion())
            .orElse("dev");

    private Version() {}
}
