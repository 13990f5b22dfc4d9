package dev.sallyport.proxy;

import dev.sallyport.api.ProxyAddress;
import dev.sallyport.pki.CaPin;
import dev.sallyport.proxy.tls.PublicCertificate;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How a proxy is set up.
 *
 * @param listen the one port
 * @param sshListen the port for ProxyJump; empty for none
 * @param publicAddress how the port is reached from outside, HOST:PORT; empty: as it listens
 * @param sshPublicAddress the same for the SSH port
 * @param authAddress where auth listens
 * @param stateDirectory where the machine's identity is kept
 * @param token for the first start only
 * @param pins of the host CA, for the first start
 * @param publicCertificate that browsers trust
 * @param limits bounds
 */
public record ProxySettings(
        InetSocketAddress listen,
        Optional<InetSocketAddress> sshListen,
        Optional<String> publicAddress,
        Optional<String> sshPublicAddress,
        ProxyAddress authAddress,
        Path stateDirectory,
        Optional<String> token,
        List<CaPin> pins,
        Optional<PublicCertificate> publicCertificate,
        ProxyLimits limits) {

    /** Keeps a copy of the pins. */
    public ProxySettings {
        pins = List.copyOf(pins);
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "ProxySettings[listen=" + listen + ", sshListen=" + sshListen + ", authAddress=" + authAddress
                + ", stateDirectory=" + stateDirectory + ", token=***]";
    }
}
