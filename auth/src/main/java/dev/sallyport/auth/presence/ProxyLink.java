package dev.sallyport.auth.presence;

import dev.sallyport.api.v1.LocksChanged;
import dev.sallyport.api.v1.NodePolicy;
import dev.sallyport.api.v1.NodeRemoved;
import dev.sallyport.api.v1.Probe;
import dev.sallyport.api.v1.RoutingKeys;
import dev.sallyport.api.v1.Trust;
import java.time.Duration;

/** Auth's end of one proxy's link. Calls return at once; what cannot be sent ends the link. */
public interface ProxyLink {

    /** UUID of the proxy. */
    String proxyId();

    void send(RoutingKeys keys);

    void send(Trust trust);

    void send(LocksChanged changed);

    void send(NodeRemoved removed);

    void send(NodePolicy policy);

    /** Every agent of the proxy is to ask for its policy. */
    void letAgentsAsk();

    /** Waits until the proxy has read what it was sent; false where it did not in time. */
    boolean awaitReady(Duration limit) throws InterruptedException;

    void send(Probe probe);

    /** Ends it: the proxy comes again. */
    void close(String reason);
}
