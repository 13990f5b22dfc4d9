package dev.sallyport.proxy.route;

import dev.sallyport.protocols.knock.KnockAnswer;
import dev.sallyport.proxy.link.LiveCluster;
import dev.sallyport.proxy.tunnel.LiveNodes;
import dev.sallyport.proxy.tunnel.NodeStream;
import dev.sallyport.proxy.tunnel.Tunnels;
import java.util.List;
import java.util.Locale;

/** Finds the host that a name or id stands for. */
public final class Directory {

    private static final String SSH = "ssh";
    private static final int MAX_SHOWN_IDS = 8;

    private final Tunnels tunnels;
    private final LiveCluster cluster;

    /** Of this proxy's live nodes. */
    public Directory(Tunnels tunnels, LiveCluster cluster) {
        this.tunnels = tunnels;
        this.cluster = cluster;
    }

    /** An id first, then a name, then the name in front of {@code .CLUSTER}. */
    public Ruling find(String target) {
        if (tunnels.draining()) {
            return new Ruling.Refused(
                    KnockAnswer.BUSY, "this proxy is about to stop. Next: try again, another one may answer");
        }
        LiveNodes nodes = tunnels.nodes();
        List<NodeStream> streams = nodes.streams(target.toLowerCase(Locale.ROOT));
        if (!streams.isEmpty()) {
            return reachable(target, streams);
        }
        String name = withoutCluster(target);
        List<String> ids = nodes.ids(target).isEmpty() ? nodes.ids(name) : nodes.ids(target);
        return switch (ids.size()) {
            case 0 -> missing(target, nodes.wasHere(target) || nodes.wasHere(name));
            case 1 -> reachable(target, nodes.streams(ids.getFirst()));
            default -> ambiguous(target, ids);
        };
    }

    private String withoutCluster(String target) {
        String suffix = "." + cluster.trust().cluster();
        return target.length() > suffix.length() && target.endsWith(suffix)
                ? target.substring(0, target.length() - suffix.length())
                : target;
    }

    private static Ruling reachable(String target, List<NodeStream> streams) {
        List<NodeStream> able =
                streams.stream().filter(stream -> stream.offers(SSH)).toList();
        if (able.isEmpty()) {
            return new Ruling.Refused(
                    KnockAnswer.UNREACHABLE,
                    "'" + shown(target)
                            + "' is connected and offers no SSH. Next: enable ssh in the configuration of its agent");
        }
        return new Ruling.Reachable(able);
    }

    private static Ruling missing(String target, boolean wasHere) {
        return wasHere
                ? new Ruling.Refused(
                        KnockAnswer.UNREACHABLE,
                        "'" + shown(target)
                                + "' is not connected now. Next: 'sally ls' shows when it comes back; look at the agent there")
                : new Ruling.Refused(
                        KnockAnswer.UNKNOWN_HOST,
                        "no host '" + shown(target) + "' is known here. Next: 'sally ls' lists the hosts");
    }

    private static Ruling ambiguous(String target, List<String> ids) {
        String list = String.join(", ", ids.subList(0, Math.min(ids.size(), MAX_SHOWN_IDS)));
        return new Ruling.Refused(
                KnockAnswer.AMBIGUOUS,
                "'" + shown(target) + "' stands for " + ids.size() + " hosts: " + list
                        + (ids.size() > MAX_SHOWN_IDS ? ", …" : "") + ". Next: use one of these ids as the name");
    }

    /** Fit for a terminal. */
    static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
                .forEach(shown::appendCodePoint);
        return shown.toString();
    }
}
