package dev.sallyport.cli.fido;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;

/** libfido2's error codes (fido/err.h), in a person's words. */
final class FidoError {

    static final int OK = 0;
    static final int CREDENTIAL_EXCLUDED = 0x19;
    static final int NO_CREDENTIALS = 0x2e;
    static final int TIMEOUT = 0x2f;
    static final int PIN_INVALID = 0x31;
    static final int PIN_BLOCKED = 0x32;
    static final int PIN_AUTH_BLOCKED = 0x34;
    static final int PIN_NOT_SET = 0x35;
    static final int PIN_REQUIRED = 0x36;
    static final int ACTION_TIMEOUT = 0x3a;
    static final int UV_BLOCKED = 0x3c;
    static final int UV_INVALID = 0x3f;

    private FidoError() {}

    /** Whether the key would do it with its PIN. */
    static boolean wantsPin(int code) {
        return code == PIN_REQUIRED || code == UV_BLOCKED || code == UV_INVALID;
    }

    static Failure failure(Fido2 fido, int code) {
        return switch (code) {
            case PIN_INVALID -> Failure.of(FailureCode.UNAUTHENTICATED, "this is not the key's PIN: try again");
            case PIN_BLOCKED, PIN_AUTH_BLOCKED ->
                Failure.of(
                        FailureCode.UNAUTHENTICATED,
                        "the key takes no PIN any more after too many wrong ones: plug it in again, or reset it");
            case PIN_REQUIRED, PIN_NOT_SET ->
                Failure.of(
                        FailureCode.UNAUTHENTICATED, "this needs the key's PIN: give it one with its maker's program");
            case TIMEOUT, ACTION_TIMEOUT ->
                Failure.of(FailureCode.UNAUTHENTICATED, "nobody touched the key in time: try again");
            case CREDENTIAL_EXCLUDED -> Failure.of(FailureCode.CONFLICT, "this key is one of yours already");
            case NO_CREDENTIALS -> Failure.of(FailureCode.NOT_FOUND, "this key is not yours");
            default ->
                Failure.of(
                        FailureCode.UNAVAILABLE,
                        "the key did not do it (" + fido.text("fido_strerr", code) + "): try again, or another key");
        };
    }
}
