package dev.sallyport.proxy.ssh;

import dev.sallyport.pki.ssh.SshRandom;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.compression.BuiltinCompressions;
import org.apache.sshd.common.file.nonefs.NoneFileSystemFactory;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.mac.BuiltinMacs;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.ServerBuilder;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.session.ServerConnectionServiceFactory;
import org.apache.sshd.server.session.ServerUserAuthServiceFactory;

/**
 * MINA's server, told everything that it would otherwise choose itself: post-quantum exchanges first, AES-GCM, one way to log in, one kind
 * of channel.
 */
final class JumpSetup {

    /** What a client may send ahead on one channel, and so what a slow agent makes us hold. */
    private static final long WINDOW = 1L << 20;

    private static final int PACKET = 32 * 1024;
    private static final int MAX_LOGIN_ATTEMPTS = 20;
    private static final int MAX_CHANNELS = 64;
    private static final long REKEY_BYTES = 4L << 30;

    private final SshServer server = new SshServer();
    private final People people;

    JumpSetup(JumpServer.Passages passages, Duration timeToProve, InstantSource clock, SecureRandom random) {
        algorithms(random);
        people = new People(passages.parts().cluster(), clock);
        HostKeys keys = new HostKeys(passages.parts().machine());
        server.setKeyPairProvider(keys);
        server.setHostKeyCertificateProvider(keys);
        server.setUserAuthFactories(List.of(new CertificateLogin.Factory()));
        server.setPublickeyAuthenticator(people);
        server.setServiceFactories(
                List.of(ServerUserAuthServiceFactory.INSTANCE, ServerConnectionServiceFactory.INSTANCE));
        server.setChannelFactories(List.of(new JumpChannel.Factory(passages)));
        server.setFileSystemFactory(NoneFileSystemFactory.INSTANCE);
        server.setGlobalRequestHandlers(List.of(new ConnectionRequests()));
        server.addSessionListener(new Admitted(passages));
        limits(timeToProve);
    }

    SshServer server() {
        return server;
    }

    People people() {
        return people;
    }

    private void algorithms(SecureRandom random) {
        List<BuiltinDHFactories> exchanges = List.of(
                BuiltinDHFactories.mlkem768x25519,
                BuiltinDHFactories.sntrup761x25519,
                BuiltinDHFactories.sntrup761x25519_openssh,
                BuiltinDHFactories.curve25519,
                BuiltinDHFactories.curve25519_libssh,
                BuiltinDHFactories.ecdhp256);
        // With an old Bouncy Castle the post-quantum ones vanish silently.
        exchanges.stream()
                .filter(exchange -> !exchange.isSupported())
                .findFirst()
                .ifPresent(missing -> {
                    throw new IllegalStateException("key exchange " + missing.getName() + " is not available");
                });
        server.setKeyExchangeFactories(
                exchanges.stream().map(ServerBuilder.DH2KEX).toList());
        server.setCipherFactories(List.of(
                BuiltinCiphers.aes128gcm,
                BuiltinCiphers.aes256gcm,
                BuiltinCiphers.aes128ctr,
                BuiltinCiphers.aes256ctr));
        server.setMacFactories(List.of(
                BuiltinMacs.hmacsha256etm, BuiltinMacs.hmacsha512etm, BuiltinMacs.hmacsha256, BuiltinMacs.hmacsha512));
        server.setSignatureFactories(List.of(BuiltinSignatures.ed25519_cert, BuiltinSignatures.ed25519));
        server.setCompressionFactories(List.of(BuiltinCompressions.none));
        server.setRandomFactory(new SshRandom(random));
    }

    private void limits(Duration timeToProve) {
        CoreModuleProperties.SERVER_IDENTIFICATION.set(server, "Sallyport");
        CoreModuleProperties.AUTH_TIMEOUT.set(server, timeToProve);
        CoreModuleProperties.MAX_AUTH_REQUESTS.set(server, MAX_LOGIN_ATTEMPTS);
        CoreModuleProperties.WINDOW_SIZE.set(server, WINDOW);
        CoreModuleProperties.MAX_PACKET_SIZE.set(server, (long) PACKET);
        CoreModuleProperties.NIO2_READ_BUFFER_SIZE.set(server, PACKET);
        CoreModuleProperties.MAX_CONCURRENT_CHANNELS.set(server, MAX_CHANNELS);
        CoreModuleProperties.REKEY_BYTES_LIMIT.set(server, REKEY_BYTES);
        CoreModuleProperties.TCP_NODELAY.set(server, true);
        CoreModuleProperties.SOCKET_KEEPALIVE.set(server, true);
        CoreModuleProperties.IDLE_TIMEOUT.set(server, Duration.ZERO);
        CoreModuleProperties.NIO2_READ_TIMEOUT.set(server, Duration.ZERO);
    }
}
