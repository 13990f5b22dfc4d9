package dev.sallyport.auth.sso;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSimpleBindRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import dev.sallyport.auth.ClusterTest;
import dev.sallyport.auth.Refusal;
import dev.sallyport.model.access.Identity;
import dev.sallyport.pki.PemBundle;
import dev.sallyport.pki.x509.TlsIdentity;
import dev.sallyport.testing.TestAuthority;
import io.grpc.Status;
import java.net.InetAddress;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

/** Directories by LDAPS and by StartTLS: no password leaves before the server has proved who it is. */
class LdapTlsTest extends ClusterTest {

    private static final TestAuthority OWN = new TestAuthority(InstantSource.system());
    private static final TestAuthority FOREIGN = new TestAuthority(InstantSource.system());

    private final AtomicInteger binds = new AtomicInteger();

    @Test
    void aPasswordGoesByLdapsToWhoeverTheConnectorsCaVouchesFor() throws Exception {
        InMemoryDirectoryServer directory = start(ldaps(tls(OWN, "localhost")));
        try {
            // When
            put("ldaps://localhost:" + directory.getListenPort(), false);

            // Then
            assertThat(login().text()).isEqualTo("in");
        } finally {
            directory.shutDown(true);
        }
    }

    @Test
    void aPasswordGoesByStartTlsToWhoeverTheConnectorsCaVouchesFor() throws Exception {
        InMemoryDirectoryServer directory = start(startTls(tls(OWN, "localhost")));
        try {
            // When
            put("ldap://localhost:" + directory.getListenPort(), true);

            // Then
            assertThat(login().text()).isEqualTo("in");
        } finally {
            directory.shutDown(true);
        }
    }

    @Test
    void anotherCasServerAndOneOfAnotherNameGetNoPassword() throws Exception {
        for (SSLContext wrong : List.of(tls(FOREIGN, "localhost"), tls(OWN, "directory.example.com"))) {
            for (boolean startTls : List.of(false, true)) {
                InMemoryDirectoryServer directory = start(startTls ? startTls(wrong) : ldaps(wrong));
                try {
                    // Given
                    put((startTls ? "ldap" : "ldaps") + "://localhost:" + directory.getListenPort(), startTls);

                    // When
                    Refusal refusal = login();

                    // Then
                    assertThat(refusal.code()).isEqualTo(Status.Code.UNAVAILABLE);
                    assertThat(refusal.text()).contains("ad cannot be reached");
                    assertThat(binds).hasValue(0);
                } finally {
                    directory.shutDown(true);
                }
            }
        }
    }

    @Test
    void aServerThatRefusesStartTlsGetsNoPassword() {
        InMemoryDirectoryServer directory = start(plain());
        try {
            // Given
            put("ldap://localhost:" + directory.getListenPort(), true);

            // When
            Refusal refusal = login();

            // Then
            assertThat(refusal.code()).isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(binds).hasValue(0);
        } finally {
            directory.shutDown(true);
        }
    }

    private Refusal login() {
        Visitor alice = new Visitor(cluster);
        try {
            return new Refusal(
                    Status.Code.OK,
                    alice.directory("ad", "alice", "alice's password").getUser().equals("alice") ? "in" : "?");
        } catch (io.grpc.StatusRuntimeException e) {
            return Refusal.of(() -> {
                throw e;
            });
        }
    }

    private void put(String url, boolean startTls) {
        Visitor.put(
                cluster,
                PeopleDirectory.connector(spec -> spec.addUrls(url)
                        .setStartTls(startTls)
                        .setTrustedCa(PemBundle.of(List.of(OWN.hostCa().certificate()))
                                .text())));
    }

    private InMemoryDirectoryServer start(InMemoryListenerConfig listener) {
        return PeopleDirectory.start(
                listener,
                config -> config.addInMemoryOperationInterceptor(new InMemoryOperationInterceptor() {
                    @Override
                    public void processSimpleBindRequest(InMemoryInterceptedSimpleBindRequest request) {
                        binds.incrementAndGet();
                    }
                }));
    }

    private static InMemoryListenerConfig ldaps(SSLContext tls) throws Exception {
        return InMemoryListenerConfig.createLDAPSConfig(
                "ldaps", InetAddress.getLoopbackAddress(), 0, tls.getServerSocketFactory(), null);
    }

    private static InMemoryListenerConfig startTls(SSLContext tls) throws Exception {
        return InMemoryListenerConfig.createLDAPConfig(
                "starttls", InetAddress.getLoopbackAddress(), 0, tls.getSocketFactory());
    }

    private static InMemoryListenerConfig plain() {
        try {
            return InMemoryListenerConfig.createLDAPConfig("plain", InetAddress.getLoopbackAddress(), 0, null);
        } catch (com.unboundid.ldap.sdk.LDAPException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SSLContext tls(TestAuthority authority, String name) throws Exception {
        TlsIdentity identity = authority.server(Identity.Kind.AUTH, "id", name);
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("own", identity.key(), new char[0], identity.chain().toArray(Certificate[]::new));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }
}
