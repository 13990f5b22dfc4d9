package dev.sallyport.benchmarks.soak;

import dev.sallyport.testing.dist.DistCluster;
import dev.sallyport.testing.dist.Ran;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What must be there, because somebody was told so, and what is: sessions, their recordings, changes and their events, the log. */
final class Books {

    /** A session whose agent died is complete within two minutes; then some for a machine that is busy. */
    private static final long LIMIT_SECONDS = 180;

    private static final Pattern SESSION =
            Pattern.compile("\"id\"\\s*:\\s*\"([^\"]+)\"[^}]*?echo (talk-[0-9]+-[0-9]+-) ");
    private static final Pattern TOKEN = Pattern.compile("\"id\"\\s*:\\s*\"([^\"]+)\"");

    private final DistCluster cluster;
    private final List<String> tokens = new CopyOnWriteArrayList<>();
    private int sessions;
    private long lines;

    Books(DistCluster cluster) {
        this.cluster = cluster;
    }

    /** @param json what {@code sally tokens add} printed, and with that acknowledged */
    void stored(String json) {
        tokens.add(id(json));
    }

    /** Everything that is certain is there; AssertionError says what is not. */
    void check(List<Talk> talks) throws InterruptedException {
        List<Talk> heard = talks.stream().filter(talk -> talk.certain() >= 0).toList();
        Map<String, String> ids = sessionsOf(heard);
        for (Talk talk : heard) {
            replay(Objects.requireNonNull(ids.get(talk.word())), talk);
            sessions++;
            lines += talk.certain() + 1;
        }
        changes();
        Ran verified = cluster.admin("audit", "verify");
        if (verified.exit() != 0 || !verified.out().startsWith("OK")) {
            throw new AssertionError("audit verify: " + verified);
        }
    }

    /** By the word that each says; what an agent that was killed has to tell comes when it is back. */
    private Map<String, String> sessionsOf(List<Talk> heard) throws InterruptedException {
        List<String> missing = List.of();
        for (long waited = 0; waited < LIMIT_SECONDS; waited++) {
            Map<String, String> ids = sessions();
            missing = heard.stream()
                    .map(Talk::word)
                    .filter(word -> !ids.containsKey(word))
                    .toList();
            if (missing.isEmpty()) {
                return ids;
            }
            TimeUnit.SECONDS.sleep(1);
        }
        throw new AssertionError("no sessions that said " + missing + " after " + LIMIT_SECONDS + " s");
    }

    private Map<String, String> sessions() {
        Map<String, String> ids = new HashMap<>();
        Matcher found =
                SESSION.matcher(cluster.admin("sessions", "ls", "--format=json").orFail());
        while (found.find()) {
            String twice = ids.put(found.group(2), found.group(1));
            if (twice != null) {
                throw new AssertionError("two sessions say " + found.group(2) + ": " + twice + ", " + found.group(1));
            }
        }
        return ids;
    }

    /** What was shown comes once and in order, as far as it is certain; recordings of agents that were killed come a little later. */
    private void replay(String id, Talk talk) throws InterruptedException {
        String shown = "";
        for (long waited = 0; waited < LIMIT_SECONDS; waited++) {
            Ran played = cluster.sally("play", id, "--format=text");
            shown = played.out();
            if (played.exit() == 0 && shown.lines().anyMatch(talk.line(talk.certain())::equals)) {
                break;
            }
            TimeUnit.SECONDS.sleep(1);
        }
        List<String> said =
                shown.lines().filter(line -> line.startsWith(talk.word())).toList();
        for (int number = 0; number <= talk.certain(); number++) {
            if (number >= said.size() || !said.get(number).equals(talk.line(number))) {
                throw new AssertionError("session " + id + ": expected '" + talk.line(number) + "' of " + talk.certain()
                        + ", recorded are " + said.size() + " lines: " + said);
            }
        }
    }

    private void changes() {
        Set<String> kept = ids(cluster.admin("tokens", "ls", "--format=json").orFail());
        String events = cluster.admin("audit", "ls", "--kind=token.create", "--limit=0", "--format=json")
                .orFail();
        for (String token : tokens) {
            if (!kept.contains(token)) {
                throw new AssertionError("token " + token + " was stored, and is not there");
            }
            if (!events.contains(token)) {
                throw new AssertionError("token " + token + " was stored, and no event tells of it");
            }
        }
    }

    private static Set<String> ids(String json) {
        Set<String> ids = new HashSet<>();
        Matcher found = TOKEN.matcher(json);
        while (found.find()) {
            ids.add(found.group(1));
        }
        return ids;
    }

    private static String id(String json) {
        return ids(json).stream().findFirst().orElseThrow(() -> new AssertionError("no id in " + json));
    }

    @Override
    public String toString() {
        return sessions + " sessions with " + lines + " lines, " + tokens.size() + " changes";
    }
}
