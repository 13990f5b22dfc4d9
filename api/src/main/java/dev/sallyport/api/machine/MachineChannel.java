package dev.sallyport.api.machine;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.ProxyAddress;
import dev.sallyport.pki.x509.PeerVerifier;
import java.time.InstantSource;

/** A machine's channel to auth: shows the identity of the moment and connects anew when that was renewed. */
public final class MachineChannel {

    private MachineChannel() {}

    /** Opens it; the caller closes it. */
    public static ApiChannel open(ProxyAddress proxy, LiveMachine machine, InstantSource clock) {
        ApiChannel channel = ApiChannel.open(proxy, PeerVerifier.trusting(machine.trust(), clock), machine.tls());
        machine.onChange(_ -> channel.reconnect());
        return channel;
    }
}
