package dev.sallyport.auth.rpc;

import com.linecorp.armeria.server.ServiceRequestContext;
import dev.sallyport.pki.ssh.AddressRanges;
import java.net.InetSocketAddress;

/**
 * Where calls come from. The server library hands on what a PROXY header says whoever sent it, also where its filter of trusted proxies
 * says no: so the peer is looked at here, and only a forwarder's word counts.
 *
 * @param forwarders who may say in a PROXY header where a connection comes from
 */
public record Sources(AddressRanges forwarders) {

    /** The address to hold responsible for a call: the peer's own, or what a forwarder says of it. */
    InetSocketAddress of(ServiceRequestContext context) {
        InetSocketAddress peer = context.remoteAddress();
        return forwarders.contains(peer.getAddress())
                ? context.proxiedAddresses().sourceAddress()
                : peer;
    }
}
