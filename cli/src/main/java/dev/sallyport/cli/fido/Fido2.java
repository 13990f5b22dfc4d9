package dev.sallyport.cli.fido;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The functions of libfido2 (1.10 or newer) that are needed here, by name. See its manual pages, fido_assert_set_authdata(3), fido_cred_new(3), fido_dev_open(3) and
 * their kin.
 */
final class Fido2 {

    private static final String LIBRARY = "libfido2.so.1";

    private final SymbolLookup library;
    private final Linker linker = Linker.nativeLinker();
    private final Map<String, MethodHandle> handles = new HashMap<>();

    private Fido2(SymbolLookup library) {
        this.library = library;
    }

    /** The system's library; empty where it has none. */
    static Optional<Fido2> open() {
        try {
            Fido2 fido = new Fido2(SymbolLookup.libraryLookup(LIBRARY, Arena.global()));
            fido.run("fido_init", 0);
            return Optional.of(fido);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** A function that answers with one of libfido2's error codes; 0 is success. */
    int code(String function, Object... arguments) {
        return (int) call(function, JAVA_INT, arguments);
    }

    /** A function that answers with an address. */
    MemorySegment pointer(String function, Object... arguments) {
        return (MemorySegment) call(function, ADDRESS, arguments);
    }

    /** A function that answers with a size. */
    long size(String function, Object... arguments) {
        return (long) call(function, JAVA_LONG, arguments);
    }

    boolean truth(String function, Object... arguments) {
        return (boolean) call(function, JAVA_BOOLEAN, arguments);
    }

    /** A function without an answer. */
    void run(String function, Object... arguments) {
        invoke(function, null, arguments);
    }

    /** A text that the library owns. */
    String text(String function, Object... arguments) {
        MemorySegment at = pointer(function, arguments);
        return at.equals(MemorySegment.NULL)
                ? ""
                : at.reinterpret(Long.MAX_VALUE).getString(0);
    }

    /** The bytes that {@code NAME_ptr} and {@code NAME_len} tell of. */
    byte[] bytes(String name, Object... arguments) {
        MemorySegment at = pointer(name + "_ptr", arguments);
        long length = size(name + "_len", arguments);
        return at.equals(MemorySegment.NULL)
                ? new byte[0]
                : at.reinterpret(length).toArray(JAVA_BYTE);
    }

    /** Frees by a function that takes the address of a pointer. */
    void free(String function, MemorySegment what, Object... further) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment cell = arena.allocate(ADDRESS);
            cell.set(ADDRESS, 0, what);
            Object[] arguments = new Object[further.length + 1];
            arguments[0] = cell;
            System.arraycopy(further, 0, arguments, 1, further.length);
            run(function, arguments);
        }
    }

    private Object call(String function, MemoryLayout answer, Object... arguments) {
        Object value = invoke(function, answer, arguments);
        if (value == null) {
            throw new IllegalStateException(function + " gave no answer");
        }
        return value;
    }

    private @org.jspecify.annotations.Nullable Object invoke(
            String function, @org.jspecify.annotations.Nullable MemoryLayout answer, Object... arguments) {
        try {
            return handle(function, answer, arguments).invokeWithArguments(arguments);
        } catch (RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(function + " cannot be called", e);
        }
    }

    private MethodHandle handle(
            String function, @org.jspecify.annotations.Nullable MemoryLayout answer, Object... arguments) {
        return handles.computeIfAbsent(function, _ -> {
            MemoryLayout[] layouts = new MemoryLayout[arguments.length];
            for (int i = 0; i < arguments.length; i++) {
                layouts[i] = layout(arguments[i]);
            }
            MemorySegment symbol = library.find(function)
                    .orElseThrow(() -> new IllegalStateException("this libfido2 has no " + function));
            return linker.downcallHandle(
                    symbol,
                    answer == null ? FunctionDescriptor.ofVoid(layouts) : FunctionDescriptor.of(answer, layouts));
        });
    }

    private static MemoryLayout layout(Object argument) {
        return switch (argument) {
            case Integer _ -> JAVA_INT;
            case Long _ -> JAVA_LONG;
            case MemorySegment _ -> ADDRESS;
            default -> throw new IllegalArgumentException("no layout for " + argument.getClass());
        };
    }
}
