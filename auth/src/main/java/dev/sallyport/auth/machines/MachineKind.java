package dev.sallyport.auth.machines;

import dev.sallyport.api.v1.MachineType;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.model.access.Identity;

/** What a machine that joins is to be. */
public enum MachineKind {
    NODE("node", Identity.Kind.NODE),
    PROXY("proxy", Identity.Kind.PROXY);

    private final String text;
    private final Identity.Kind identity;

    MachineKind(String text, Identity.Kind identity) {
        this.text = text;
        this.identity = identity;
    }

    /** {@code node}, {@code proxy}. */
    public String text() {
        return text;
    }

    public Identity.Kind identity() {
        return identity;
    }

    /** On the wire. */
    public MachineType type() {
        return switch (this) {
            case NODE -> MachineType.MACHINE_TYPE_NODE;
            case PROXY -> MachineType.MACHINE_TYPE_PROXY;
        };
    }

    /** @throws Failure INVALID for anything else */
    public static MachineKind of(MachineType type) {
        return switch (type) {
            case MACHINE_TYPE_NODE -> NODE;
            case MACHINE_TYPE_PROXY -> PROXY;
            case MACHINE_TYPE_UNSPECIFIED, UNRECOGNIZED ->
                throw Failure.of(FailureCode.INVALID, "this type of machine is unknown: expected node or proxy");
        };
    }

    static MachineKind ofText(String text) {
        for (MachineKind kind : values()) {
            if (kind.text.equals(text)) {
                return kind;
            }
        }
        throw Failure.of(
                FailureCode.INTERNAL, "a stored token is for a type of machine that this version does not know");
    }
}
