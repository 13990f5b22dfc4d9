package dev.sallyport.cli.factor;

import dev.sallyport.cli.fido.KeyReader;
import dev.sallyport.cli.fido.SystemKeys;
import java.time.Duration;
import java.util.Map;

/**
 * What answers challenges on this machine.
 *
 * @param pause between two questions whether a browser, or the person elsewhere, has answered
 */
public record FactorTools(KeyReader keys, Browser browser, Duration pause) {

    /** This machine's. */
    public static FactorTools ofMachine(Map<String, String> environment) {
        return new FactorTools(SystemKeys.ofMachine(), Browser.ofDesktop(environment), Duration.ofSeconds(1));
    }
}
