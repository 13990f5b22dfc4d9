package dev.sallyport.auth.rpc;

import dev.sallyport.auth.access.Caller;
import io.grpc.Context;

/** The caller of the call that this thread works on. Set by {@link Gate} after it was authorised. */
final class CallerContext {

    private static final Context.Key<Caller> CALLER = Context.key("caller");

    private CallerContext() {}

    static Context with(Caller caller) {
        return Context.current().withValue(CALLER, caller);
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
