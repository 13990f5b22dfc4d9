package dev.sallyport.cli.factor;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.util.Locale;

/** With what a person wants to answer. */
public enum FactorMode {
    /** A key where one is plugged in, else whatever there is. */
    AUTO,
    /** A key in this machine. */
    KEY,
    /** The browser. */
    BROWSER,
    /** A code. */
    OTP;

    /** @throws Failure INVALID for any other word */
    public static FactorMode parse(String word) {
        for (FactorMode mode : values()) {
            if (mode.name().toLowerCase(Locale.ROOT).equals(word)) {
                return mode;
            }
        }
        throw Failure.of(FailureCode.INVALID, "--mfa-mode=" + word + ": expected auto, key, browser or otp");
    }
}
