package dev.sallyport.server.cli;

import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * SIGTERM and SIGINT: the first asks to stop, the second to stop at once. The JVM's own way (shutdown hooks) knows no
 * second signal and ends with 143; therefore {@code jdk.unsupported}.
 */
final class Signals {

    private final CountDownLatch first = new CountDownLatch(1);
    private final CountDownLatch second = new CountDownLatch(1);

    private Signals() {}

    /** @param stop run at the first signal, on the signal's thread: must not block */
    static Signals catching(Runnable stop) {
        Signals signals = new Signals();
        for (String name : new String[] {"TERM", "INT"}) {
            handle(name, () -> signals.caught(stop));
        }
        return signals;
    }

    /** Whether there was a second one; waits for it so long. */
    boolean again(long millis) throws InterruptedException {
        return second.await(millis, TimeUnit.MILLISECONDS);
    }

    /** By name: the compiler warns of this package in a way that cannot be turned off. */
    private static void handle(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object run = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, (_, method, _) -> {
                if (method.getName().equals("handle")) {
                    action.run();
                }
                return null;
            });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), run);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "this Java runtime has no module jdk.unsupported, which handles signals", e);
        }
    }

    private synchronized void caught(Runnable stop) {
        if (first.getCount() > 0) {
            first.countDown();
            stop.run();
        } else {
            second.countDown();
        }
    }
}
