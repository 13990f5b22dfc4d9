package dev.sallyport.proxy.route;

import dev.sallyport.protocols.knock.KnockAnswer;
import dev.sallyport.proxy.tunnel.NodeStream;
import java.util.List;

/** What becomes of somebody who wants to get to a host. */
public sealed interface Ruling {

    /** Streams of the one host that is meant, newest first; at least one. */
    record Reachable(List<NodeStream> streams) implements Ruling {}

    /** No, and what to tell the person. */
    record Refused(KnockAnswer answer, String text) implements Ruling {}
}
