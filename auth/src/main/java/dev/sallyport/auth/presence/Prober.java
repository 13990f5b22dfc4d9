package dev.sallyport.auth.presence;

import dev.sallyport.api.v1.Probe;
import dev.sallyport.api.v1.ProbeResult;
import dev.sallyport.api.v1.ProbeResults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Asks nodes through the proxies that have their streams, and waits for what comes back in time. */
public final class Prober {

    private final Presence presence;
    private final Duration limit;
    private final AtomicLong nextId = new AtomicLong(1);
    private final Map<Long, Question> open = new ConcurrentHashMap<>();

    /** @param limit how long an answer may take */
    public Prober(Presence presence, Duration limit) {
        this.presence = presence;
        this.limit = limit;
    }

    /** Asked through one link. Only that link's answers count, and only for the nodes that were asked. */
    private record Question(ProxyLink link, Set<String> nodes, Map<String, Reach> answers, CountDownLatch answered) {}

    /**
     * How it stands with these nodes; waits at most the limit.
     *
     * @throws InterruptedException where the caller is gone
     */
    public Map<String, Reach> ask(Collection<String> nodes) throws InterruptedException {
        Map<String, Reach> reach = new HashMap<>();
        Map<ProxyLink, Set<String>> byLink = new HashMap<>();
        for (String node : nodes) {
            presence.linkTo(node)
                    .ifPresentOrElse(
                            link -> byLink.computeIfAbsent(link, _ -> new HashSet<>())
                                    .add(node),
                            () -> reach.put(node, new Reach.Offline()));
        }
        Map<Long, Question> asked = new HashMap<>();
        byLink.forEach((link, wanted) -> asked.put(nextId.getAndIncrement(), question(link, wanted)));
        open.putAll(asked);
        try {
            asked.forEach((id, question) -> question.link()
                    .send(Probe.newBuilder()
                            .setProbeId(id)
                            .addAllNodeIds(question.nodes())
                            .build()));
            await(new ArrayList<>(asked.values()));
        } finally {
            open.keySet().removeAll(asked.keySet());
        }
        asked.values()
                .forEach(question -> question.nodes()
                        .forEach(node -> reach.put(node, question.answers().getOrDefault(node, new Reach.Silent()))));
        return reach;
    }

    /** What a proxy found out. */
    public void answered(ProxyLink link, ProbeResults results) {
        Question question = open.get(results.getProbeId());
        if (question == null || !question.link().equals(link)) {
            return;
        }
        for (ProbeResult result : results.getResultsList()) {
            Reach reach = result.getMicros() < 0
                    ? new Reach.Silent()
                    : new Reach.Reachable(Duration.ofNanos(TimeUnit.MICROSECONDS.toNanos(result.getMicros())));
            if (question.nodes().contains(result.getNodeId())
                    && question.answers().putIfAbsent(result.getNodeId(), reach) == null) {
                question.answered().countDown();
            }
        }
    }

    private void await(List<Question> questions) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        for (Question question : questions) {
            if (!question.answered().await(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                return;
            }
        }
    }

    private static Question question(ProxyLink link, Set<String> nodes) {
        return new Question(link, Set.copyOf(nodes), new ConcurrentHashMap<>(), new CountDownLatch(nodes.size()));
    }
}
