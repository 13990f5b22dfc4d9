package dev.sallyport.auth.trail;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Work that others must not wait for: the kernel gives it what nobody else wants (setpriority(2), which on Linux is for one thread). */
final class Niceness {

    private static final Logger LOG = LoggerFactory.getLogger(Niceness.class);
    private static final int THIS_THREAD = 0;
    private static final int PRIO_PROCESS = 0;
    private static final int NICEST = 19;

    private Niceness() {}

    /** Of the calling thread, which must be a platform thread, for good. Where it cannot be had the work is done all the same. */
    static void ofThisThread() {
        Linker linker = Linker.nativeLinker();
        try {
            MethodHandle setpriority = linker.downcallHandle(
                    linker.defaultLookup().findOrThrow("setpriority"),
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
            int result = (int) setpriority.invokeExact(PRIO_PROCESS, THIS_THREAD, NICEST);
            LOG.debug("event=nice result={}", result);
        } catch (Throwable e) {
            LOG.debug("event=not_nice reason={}", e.toString());
        }
    }
}
