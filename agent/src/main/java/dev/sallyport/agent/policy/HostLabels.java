package dev.sallyport.agent.policy;

import dev.sallyport.api.machine.Sleeper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The labels of this host as of now: fixed ones, and those that commands tell. A command that fails takes its label away:
 * a role that wants it then does not match, which is the side to err on.
 */
public final class HostLabels implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(HostLabels.class);
    private static final Duration LONGEST_RUN = Duration.ofSeconds(10);

    private final Map<String, String> fixed;
    private final Map<String, String> told = new ConcurrentSkipListMap<>();
    private final List<Thread> runners = new ArrayList<>();
    private final Runnable changed;

    private HostLabels(Map<String, String> fixed, Runnable changed) {
        this.fixed = Map.copyOf(fixed);
        this.changed = changed;
    }

    /**
     * Runs every command once before it returns, then each in its interval.
     *
     * @param changed run after each change, and must not block
     */
    public static HostLabels start(
            Map<String, String> fixed, List<CommandLabel> commands, Sleeper sleeper, Runnable changed) {
        HostLabels labels = new HostLabels(fixed, changed);
        for (CommandLabel command : commands) {
            try {
                labels.refresh(command);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            labels.runners.add(Thread.ofVirtual()
                    .name("label-" + command.name())
                    .start(() -> labels.keepRunning(command, sleeper)));
        }
        return labels;
    }

    /** Name to value; fixed ones win. */
    public Map<String, String> now() {
        Map<String, String> all = new TreeMap<>(told);
        all.putAll(fixed);
        return Map.copyOf(all);
    }

    @Override
    public void close() {
        runners.forEach(Thread::interrupt);
    }

    private void keepRunning(CommandLabel command, Sleeper sleeper) {
        try {
            while (true) {
                sleeper.sleep(command.interval());
                refresh(command);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void refresh(CommandLabel command) throws InterruptedException {
        try {
            String value = LabelCommand.run(command.command(), LONGEST_RUN);
            if (!value.equals(told.put(command.name(), value))) {
                changed.run();
            }
        } catch (IOException e) {
            if (told.remove(command.name()) != null) {
                changed.run();
            }
            log.warn("label not told name={} reason={}", command.name(), e.getMessage());
        }
    }
}
