package dev.sallyport.auth.rpc;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * How often one source may call what is open to anybody and costs something: a bucket of calls that fills by
 * one every {@link #REFILL}. Remembers at most {@value #MAX_SOURCES} sources; the one that called longest ago is
 * forgotten first, and its bucket would have been fuller than any other's.
 */
public final class SourceLimits {

    static final Duration REFILL = Duration.ofSeconds(2);
    static final int MAX_SOURCES = 10_000;

    /** A wrong bearer token. */
    static final String SCIM = "SCIM";

    /** The same of a service that emits events. */
    static final String EMIT = "EMIT";

    private static final Set<String> LIMITED = Set.of(
            SCIM,
            EMIT,
            "sallyport.v1.LoginService/Login",
            "sallyport.v1.LoginService/StartLogin",
            "sallyport.v1.LoginService/StartHeadlessLogin",
            "sallyport.v1.LoginService/OpenInvite",
            "sallyport.v1.LoginService/AcceptInvite",
            "sallyport.v1.SsoService/BeginSso",
            "sallyport.v1.SsoService/FinishSso",
            "sallyport.v1.SsoService/DirectoryLogin",
            "sallyport.v1.JoinService/Join");

    private final InstantSource clock;
    private final int burst;
    private final Map<InetAddress, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, Bucket> eldest) {
            return size() > MAX_SOURCES;
        }
    };

    /** @param burst calls that a source may make at once */
    public SourceLimits(InstantSource clock, int burst) {
        this.clock = clock;
        this.burst = burst;
    }

    /** How full a source's bucket was, and when. */
    private record Bucket(double left, Instant at) {}

    /** @throws Failure EXHAUSTED where this source called too often */
    public void require(InetAddress source, String method) {
        if (LIMITED.contains(method) && !take(source)) {
            throw Failure.of(
                    FailureCode.EXHAUSTED,
                    "too many tries from " + source.getHostAddress() + ": wait a minute, then try again");
        }
    }

    /** How many sources are remembered. */
    synchronized int size() {
        return buckets.size();
    }

    private synchronized boolean take(InetAddress source) {
        Instant now = clock.instant();
        Bucket old = buckets.getOrDefault(source, new Bucket(burst, now));
        double refilled = (double) Math.max(0, Duration.between(old.at(), now).toMillis()) / REFILL.toMillis();
        double left = Math.min(burst, old.left() + refilled);
        boolean enough = left >= 1;
        buckets.put(source, new Bucket(enough ? left - 1 : left, now));
        return enough;
    }
}
