package dev.sallyport.auth.rpc;

import dev.sallyport.auth.access.Caller;
import io.grpc.Context;

/** The caller of the call that this thread works on. Set by {@link Gate} after it was authorised. */
final class CallerContext {

    private static final Context.Key<Caller> CALLER = Context.key("caller");

    private static final Context.Key<String> DEVICE = Context.key("device");

    private CallerContext() {}

    static Context with(Caller caller) {
        return Context.current().withValue(CALLER, caller);
    }

    /** For a call that was proved with this device; empty where it was with something else. */
    static Context provedBy(String device) {
        return Context.current().withValue(DEVICE, device);
    }

    /** The id of the device that proved this very call; empty where none did. */
    static String device() {
        String device = DEVICE.get();
        return device == null ? "" : device;
    }

    /** @throws IllegalStateException outside of an authorised call */
    static Caller current() {
        Caller caller = CALLER.get();
        if (caller == null) {
            throw new IllegalStateException("a method ran without passing the gate");
        }
        return caller;
    }
}
