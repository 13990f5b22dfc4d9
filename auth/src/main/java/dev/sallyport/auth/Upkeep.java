package dev.sallyport.auth;

import dev.sallyport.model.Failure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What must happen without anybody asking: keys of the calendar, the local administrator's file, old tokens. Looks every
 * 15 s whether something is due; what fails is logged and tried again.
 */
final class Upkeep implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);
    private static final Duration LOOK = Duration.ofSeconds(15);

    private final InstantSource clock;
    private final Map<String, Chore> chores = new LinkedHashMap<>();
    private final ScheduledThreadPoolExecutor timer;

    /** @param name of its thread */
    Upkeep(String name, InstantSource clock) {
        this.clock = clock;
        this.timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name(name).factory());
    }

    private static final class Chore {
        private final Duration every;
        private final Runnable work;
        private Instant due = Instant.MIN;

        Chore(Duration every, Runnable work) {
            this.every = every;
            this.work = work;
        }
    }

    /** To be called before {@link #start}. */
    Upkeep every(Duration time, String name, Runnable work) {
        chores.put(name, new Chore(time, work));
        return this;
    }

    Upkeep start() {
        ScheduledFuture<?> _ =
                timer.scheduleWithFixedDelay(this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
        return this;
    }

    /** Does what is due. */
    synchronized void look() {
        Instant now = clock.instant();
        chores.forEach((name, chore) -> {
            if (!now.isBefore(chore.due)) {
                chore.due = now.plus(chore.every);
                run(name, chore.work);
            }
        });
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private static void run(String name, Runnable work) {
        try {
            work.run();
        } catch (Failure e) {
            LOG.warn("event=upkeep_waits what={} reason={}", name, e.text());
        } catch (RuntimeException e) {
            LOG.error("event=upkeep_failed what={}", name, e);
        }
    }
}
