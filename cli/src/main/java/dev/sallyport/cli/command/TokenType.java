package dev.sallyport.cli.command;

import dev.sallyport.api.v1.MachineType;

/** What a machine may join as. */
enum TokenType {
    node(MachineType.MACHINE_TYPE_NODE),
    proxy(MachineType.MACHINE_TYPE_PROXY);

    private final MachineType proto;

    TokenType(MachineType proto) {
        this.proto = proto;
    }

    MachineType toProto() {
        return proto;
    }

    /** The name of a type, also of one that this version does not know. */
    static String name(MachineType type) {
        for (TokenType known : values()) {
            if (known.proto == type) {
                return known.name();
            }
        }
        return "unknown";
    }
}
