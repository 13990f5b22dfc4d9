package dev.sallyport.benchmarks.soak;

import dev.sallyport.testing.dist.Daemon;
import dev.sallyport.testing.dist.DistCluster;
import dev.sallyport.testing.dist.Ran;
import dev.sallyport.testing.dist.UnixUser;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Kills agent and auth with SIGKILL at random while people work, and looks for what they had been told was done. Arguments: the
 * distribution, how many rounds, the seed of what is random. Exit 1 with what is missing.
 */
final class Kills {

    private static final int TALKERS = 2;
    /** Rounds between two looks at what is there. */
    private static final int STRETCH = 50;

    private static final int LONGEST_MILLIS = 2000;

    private final DistCluster cluster;
    private final UnixUser user;
    private final Random random;
    private final BlockingQueue<Talk> heard = new LinkedBlockingQueue<>();
    private final List<Talker> talkers = new ArrayList<>();
    private final Books books;
    private Daemon agent;
    private int agentsKilled;
    private int authsKilled;

    private Kills(DistCluster cluster, UnixUser user, Random random) {
        this.cluster = cluster;
        this.user = user;
        this.random = random;
        this.books = new Books(cluster);
        this.agent = cluster.startAgent();
    }

    public static void main(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[1]);
        long seed = Long.parseLong(arguments[2]);
        // One with a plain shell: what somebody's profile waits for, after a shell was killed, is not what is looked
        // for here.
        try (UnixUser user = UnixUser.create("sallykill");
                DistCluster cluster =
                        DistCluster.startApart(Path.of(arguments[0]).toAbsolutePath())) {
            cluster.person("kills", user.name());
            new Kills(cluster, user, new Random(seed)).run(rounds);
        }
    }

    private void run(int rounds) throws InterruptedException {
        begin();
        long start = System.nanoTime();
        try {
            for (int round = 1; round <= rounds; round++) {
                round();
                if (round % STRETCH == 0 || round == rounds) {
                    talkers.forEach(Talker::pause);
                    look();
                    talkers.forEach(Talker::resume);
                    System.out.printf(
                            "kills: %d of %d rounds (agent %d, auth %d), nothing missing: %s, %d s%n",
                            round, rounds, agentsKilled, authsKilled, books, seconds(start));
                }
            }
        } finally {
            talkers.forEach(Talker::stop);
        }
    }

    private void begin() {
        List<String> ssh = List.of(
                "ssh",
                "-F",
                cluster.sshConfig(false).toString(),
                "-o",
                "BatchMode=yes",
                "-l",
                user.name(),
                cluster.node());
        for (int i = 0; i < TALKERS; i++) {
            Talker talker = new Talker("talk-" + i, ssh, heard);
            talkers.add(talker);
            Thread thread = new Thread(talker, "talker-" + i);
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** A change is under way, and a kill comes at any moment. */
    private void round() throws InterruptedException {
        Thread change = Thread.ofPlatform().name("change").start(this::change);
        TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_MILLIS));
        if (random.nextBoolean()) {
            agentsKilled++;
            agent.kill();
            agent = cluster.startAgent();
        } else {
            authsKilled++;
            cluster.core().kill();
            var _ = cluster.startAuth();
        }
        change.join();
    }

    /** What fails was not acknowledged, and may be there or not. */
    private void change() {
        Ran stored = cluster.admin("tokens", "add", "--type=node", "--ttl=48h", "--format=json");
        if (stored.exit() == 0) {
            books.stored(stored.out());
        }
    }

    private void look() throws InterruptedException {
        List<Talk> talks = new ArrayList<>();
        heard.drainTo(talks);
        books.check(talks);
    }

    private static long seconds(long start) {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
    }
}
