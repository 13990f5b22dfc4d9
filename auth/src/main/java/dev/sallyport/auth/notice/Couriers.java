package dev.sallyport.auth.notice;

import dev.sallyport.auth.log.LogLeaves;
import dev.sallyport.auth.log.StepThreads;
import dev.sallyport.model.Metric;
import dev.sallyport.store.Store;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** All targets, each on a thread of its own. */
public final class Couriers implements AutoCloseable {

    private static final int MOST_DOUBLINGS = 8;

    private final List<Courier> couriers;
    private final StepThreads threads = new StepThreads(MOST_DOUBLINGS);

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
        couriers.forEach(courier -> threads.start("notice-" + courier.name(), courier::step));
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

    /** All events before this one were told to every target that wants them. */
    public long passed() {
        return couriers.stream().mapToLong(Courier::next).min().orElse(Long.MAX_VALUE);
    }

    /** A notice under way may be cut: it is sent again at the next start. */
    @Override
    public void close() {
        threads.close();
    }
}
