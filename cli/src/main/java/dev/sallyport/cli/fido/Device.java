package dev.sallyport.cli.fido;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.function.Supplier;

/** One key, open. */
final class Device implements AutoCloseable {

    private final Fido2 fido;
    private final MemorySegment handle;

    private Device(Fido2 fido, MemorySegment handle) {
        this.fido = fido;
        this.handle = handle;
    }

    static Device open(Fido2 fido, String path) {
        MemorySegment handle = fido.pointer("fido_dev_new");
        if (handle.equals(MemorySegment.NULL)) {
            throw new IllegalStateException("no memory for a security key");
        }
        try (Arena arena = Arena.ofConfined()) {
            int code = fido.code("fido_dev_open", handle, arena.allocateFrom(path));
            if (code != FidoError.OK) {
                fido.free("fido_dev_free", handle);
                throw FidoError.failure(fido, code);
            }
        }
        return new Device(fido, handle);
    }

    /** Asks the key: without its PIN where that can do, else with it. */
    int asked(String function, Asked what, boolean verify, Supplier<Optional<String>> pin) {
        if (!verify || !fido.truth("fido_dev_has_pin", handle)) {
            int code = fido.code(function, handle, what.handle(), MemorySegment.NULL);
            if (!FidoError.wantsPin(code)) {
                return code;
            }
        }
        Optional<String> typed = pin.get();
        if (typed.isEmpty()) {
            return FidoError.PIN_REQUIRED;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocateFrom(typed.get());
            try {
                return fido.code(function, handle, what.handle(), text);
            } finally {
                text.fill((byte) 0);
            }
        }
    }

    @Override
    public void close() {
        int _ = fido.code("fido_dev_close", handle);
        fido.free("fido_dev_free", handle);
    }
}
