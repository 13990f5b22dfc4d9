package dev.sallyport.auth.server;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Where calls run: virtual threads, made as they are needed and gone when idle, at most {@value #MOST} at once. What comes
 * beyond waits its turn, up to the limit of a call.
 */
final class BlockingThreads {

    private static final int MOST = 1024;
    private static final int IDLE_SECONDS = 10;

    private BlockingThreads() {}

    static ScheduledThreadPoolExecutor create() {
        ScheduledThreadPoolExecutor threads = new ScheduledThreadPoolExecutor(
                MOST, Thread.ofVirtual().name("auth-call-", 0).factory());
        threads.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        threads.allowCoreThreadTimeOut(true);
        threads.setRemoveOnCancelPolicy(true);
        // Nothing is refused before the end, and what comes after it is for nobody.
        threads.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        return threads;
    }
}
