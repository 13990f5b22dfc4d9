package dev.sallyport.proxy.route;

import dev.sallyport.protocols.knock.KnockAnswer;
import dev.sallyport.protocols.knock.KnockCheck;
import dev.sallyport.protocols.knock.KnockVerdict;
import dev.sallyport.proxy.link.LiveCluster;
import java.time.Instant;
import java.time.InstantSource;

/** Rules on knocks: proof, replay, name. */
public final class Knocks {

    /** At about 100 bytes each; two minutes of 1,600 new sessions a second. */
    private static final int MAX_REMEMBERED = 200_000;

    private final KnockCheck check;
    private final LiveCluster cluster;
    private final Directory directory;
    private final InstantSource clock;
    private final Replays replays = new Replays(MAX_REMEMBERED);

    /** With the cluster's keys of the moment. */
    public Knocks(LiveCluster cluster, Directory directory, InstantSource clock) {
        this.check = new KnockCheck(cluster);
        this.cluster = cluster;
        this.directory = directory;
        this.clock = clock;
    }

    /** Rules on a knock's body. */
    Ruling rule(byte[] body) {
        if (!cluster.ready()) {
            return new Ruling.Refused(
                    KnockAnswer.BUSY,
                    "this proxy has not heard from auth since its start. Next: try again in a minute");
        }
        Instant now = clock.instant();
        return switch (check.check(body, now.getEpochSecond())) {
            case KnockVerdict.Genuine genuine -> fresh(genuine, now);
            case KnockVerdict.Wrong _ ->
                new Ruling.Refused(
                        KnockAnswer.WRONG, "this login is not valid here. Next: log in again with 'sally login'");
            case KnockVerdict.Expired(long expiry) ->
                new Ruling.Refused(
                        KnockAnswer.EXPIRED,
                        "this login ended at " + Instant.ofEpochSecond(expiry)
                                + ". Next: log in again with 'sally login'");
            case KnockVerdict.ClockOff(long ahead) ->
                new Ruling.Refused(
                        KnockAnswer.CLOCK,
                        "this machine's clock is " + Math.abs(ahead) + " s " + (ahead > 0 ? "ahead of" : "behind")
                                + " the proxy's (" + now + "), expected at most "
                                + KnockCheck.CLOCK_TOLERANCE_SECONDS + " s. Next: set the clock");
        };
    }

    private Ruling fresh(KnockVerdict.Genuine knock, Instant now) {
        return switch (replays.see(knock.replayKey(), knock.timeSeconds(), now.getEpochSecond())) {
            case NEW -> directory.find(knock.target());
            case BEFORE -> new Ruling.Refused(KnockAnswer.WRONG, "this knock came before. Next: run the command again");
            case FULL ->
                new Ruling.Refused(KnockAnswer.BUSY, "too many connections at once. Next: try again in a minute");
        };
    }
}
