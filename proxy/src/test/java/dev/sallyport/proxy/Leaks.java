package dev.sallyport.proxy;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Watches every Netty buffer of this JVM, and keeps reports of those that nobody released. */
final class Leaks {

    private static final Queue<String> FOUND = new ConcurrentLinkedQueue<>();

    private Leaks() {}

    /** Before the first Netty class is used. */
    static void watch() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new ResourceLeakDetectorFactory() {
            @Override
            @SuppressWarnings("deprecation")
            public <T> ResourceLeakDetector<T> newResourceLeakDetector(Class<T> type, int interval, long active) {
                return detector(type);
            }

            @Override
            public <T> ResourceLeakDetector<T> newResourceLeakDetector(Class<T> type, int interval) {
                return detector(type);
            }
        });
    }

    private static <T> ResourceLeakDetector<T> detector(Class<T> type) {
        return new ResourceLeakDetector<>(type, 1) {
            @Override
            protected void reportTracedLeak(String resource, String records) {
                FOUND.add(resource + records);
            }

            @Override
            protected void reportUntracedLeak(String resource) {
                FOUND.add(resource);
            }
        };
    }

    /** Collects garbage and lets the detector look: it does so when buffers are made. Each leak is told once. */
    static List<String> found() {
        for (int round = 0; round < 3; round++) {
            System.gc();
            for (int i = 0; i < 64; i++) {
                ByteBufAllocator.DEFAULT.buffer(16).release();
            }
        }
        List<String> found = new ArrayList<>();
        for (String leak = FOUND.poll(); leak != null; leak = FOUND.poll()) {
            found.add(leak);
        }
        return found;
    }
}
