package dev.sallyport.agent.ssh;

import dev.sallyport.pki.ssh.SshRandom;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.WelcomeBannerPhase;
import org.apache.sshd.server.session.ServerConnectionServiceFactory;
import org.apache.sshd.server.session.ServerUserAuthServiceFactory;

/** MINA's server, told everything that it would otherwise choose itself. It is never started: it has no port. */
final class ServerSetup {

    /** What a client may send ahead on one channel. */
    private static final long WINDOW = 2L << 20;

    private static final long PACKET = 32 * 1024;
    private static final int MOST_LOGIN_ATTEMPTS = 20;
    /** With AES-GCM, far below what its counter allows (RFC 5647), often enough to be exercised by large copies. */
    private static final long REKEY_BYTES = 4L << 30;

    private final SshServer server = new SshServer();

    ServerSetup(Workshop workshop, SecureRandom random) {
        algorithms(random);
        identity(workshop);
        limits(workshop.settings());
        server.setChannelFactories(List.of(
                SessionChannel.factory(workshop), DirectChannel.factory(workshop), SocketForwards.factory(workshop)));
        server.setGlobalRequestHandlers(GlobalRequests.handlers(workshop));
        server.setScheduledExecutorService(timer(), true);
    }

    SshServer server() {
        return server;
    }

    private void algorithms(SecureRandom random) {
        server.setKeyExchangeFactories(Algorithms.keyExchanges());
        server.setCipherFactories(Algorithms.ciphers());
        server.setMacFactories(Algorithms.macs());
        server.setSignatureFactories(Algorithms.signatures());
        server.setCompressionFactories(Algorithms.compressions());
        server.setRandomFactory(new SshRandom(random));
    }

    private void identity(Workshop workshop) {
        HostKeys keys = new HostKeys(workshop.view());
        server.setKeyPairProvider(keys);
        server.setHostKeyCertificateProvider(keys);
        server.setUserAuthFactories(List.of(CertificateAuth.factory(new Login(workshop))));
        server.setServiceFactories(
                List.of(ServerUserAuthServiceFactory.INSTANCE, ServerConnectionServiceFactory.INSTANCE));
    }

    private void limits(SshSettings settings) {
        CoreModuleProperties.SERVER_IDENTIFICATION.set(server, "Sallyport");
        CoreModuleProperties.WINDOW_SIZE.set(server, WINDOW);
        CoreModuleProperties.MAX_PACKET_SIZE.set(server, PACKET);
        CoreModuleProperties.MAX_AUTH_REQUESTS.set(server, MOST_LOGIN_ATTEMPTS);
        CoreModuleProperties.REKEY_BYTES_LIMIT.set(server, REKEY_BYTES);
        CoreModuleProperties.IDLE_TIMEOUT.set(server, Duration.ZERO);
        CoreModuleProperties.MAX_CONCURRENT_CHANNELS.set(server, Integer.MAX_VALUE);
        if (!settings.banner().isEmpty()) {
            CoreModuleProperties.WELCOME_BANNER.set(server, settings.banner());
            CoreModuleProperties.WELCOME_BANNER_PHASE.set(server, WelcomeBannerPhase.FIRST_REQUEST);
        }
    }

    private static ScheduledExecutorService timer() {
        return Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("ssh-timer").factory());
    }
}
