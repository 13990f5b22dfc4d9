package dev.sallyport.auth.notice;

import dev.sallyport.auth.log.LogLeaves;
import dev.sallyport.model.Metric;
import dev.sallyport.store.Store;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All targets, each on a thread of its own. */
public final class Couriers implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Couriers.class);
    private static final long IDLE_MILLIS = 1_000;
    private static final int MOST_DOUBLINGS = 8;
    private static final long JOIN_MILLIS = 2_000;

    private final List<Courier> couriers;
    private final List<Thread> threads = new ArrayList<>();

    public Couriers(List<NoticeTarget> targets, LogLeaves leaves, Store store, InstantSource clock) {
        couriers = targets.stream()
                .map(target -> new Courier(target, channel(target, clock), leaves, store, clock))
                .toList();
    }

    private static NoticeChannel channel(NoticeTarget target, InstantSource clock) {
        return switch (target.way()) {
            case NoticeTarget.Way.ToWebhook to -> new WebhookChannel(to, clock);
            case NoticeTarget.Way.ToSlack to -> new SlackChannel(to);
            case NoticeTarget.Way.ToMail to -> new MailChannel(to);
        };
    }

    public void start() {
        couriers.forEach(courier -> threads.add(
                Thread.ofPlatform().daemon().name("notice-" + courier.name()).start(() -> run(courier))));
    }

    private static void run(Courier courier) {
        try {
            int failed = 0;
            while (!Thread.currentThread().isInterrupted()) {
                switch (courier.step()) {
                    case DONE -> failed = 0;
                    case IDLE -> {
                        failed = 0;
                        Thread.sleep(IDLE_MILLIS);
                    }
                    case FAILED -> {
                        Thread.sleep(IDLE_MILLIS << failed);
                        failed = Math.min(failed + 1, MOST_DOUBLINGS);
                    }
                }
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("event=notice_defect target={}", courier.name(), e);
        }
    }

    /** Figures of each target. */
    public List<Metric> metrics() {
        List<Metric> metrics = new ArrayList<>();
        for (Courier courier : couriers) {
            Map<String, String> target = Map.of("target", courier.name());
            metrics.add(new Metric(
                    "sallyport_auth_notices_sent_total",
                    "Notices that a target accepted since the start.",
                    Metric.Kind.COUNTER,
                    target,
                    courier.sent()));
            metrics.add(new Metric(
                    "sallyport_auth_notices_given_up_total",
                    "Notices that a target did not accept for a day.",
                    Metric.Kind.COUNTER,
                    target,
                    courier.givenUp()));
            metrics.add(new Metric(
                    "sallyport_auth_notices_failing",
                    "1 while a target does not accept; else 0.",
                    Metric.Kind.GAUGE,
                    target,
                    courier.trouble().isPresent() ? 1 : 0));
        }
        return metrics;
    }

    /** A notice under way may be cut: it is sent again at the next start. */
    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        threads.forEach(Couriers::join);
    }

    private static void join(Thread thread) {
        try {
            thread.join(JOIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
