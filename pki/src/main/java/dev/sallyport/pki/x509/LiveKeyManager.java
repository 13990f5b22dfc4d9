package dev.sallyport.pki.x509;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Shows the identity of the moment: a renewed certificate serves the next handshake without a restart.
 *
 * <p>JSSE asks first for an alias, then for chain and key of it. The alias names one identity (the leaf's serial), and the
 * identity is kept for handshakes on their way, so that a renewal in between cannot mix one's key with another's chain.
 *
 * <p>A server sends its CA with its certificate, for clients that have a pin only. A client does not: the server knows the CAs, and would
 * keep a copy for as long as the connection lives.
 */
public final class LiveKeyManager extends X509ExtendedKeyManager {

    /** Identities remembered; renewals are hours apart, handshakes seconds. */
    private static final int REMEMBERED = 4;

    /** In front of the alias where this end is the client. */
    private static final String CLIENT = "client-";

    private final Supplier<Optional<TlsIdentity>> current;
    private final Map<String, TlsIdentity> handedOut = new ConcurrentHashMap<>();

    /** @param current asked on every handshake; empty for an end that shows no certificate (yet) */
    public LiveKeyManager(Supplier<Optional<TlsIdentity>> current) {
        this.current = current;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return chooseClient(keyTypes);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return chooseClient(keyTypes);
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return choose(keyType);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return choose(keyType);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        TlsIdentity identity = identity(alias);
        if (identity == null) {
            return null;
        }
        return identity.chain().stream()
                .filter(certificate -> !isForClient(alias) || !isRoot(certificate))
                .toArray(X509Certificate[]::new);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        TlsIdentity identity = identity(alias);
        return identity == null ? null : identity.key();
    }

    @Override
    public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return aliases(chooseClient(keyType));
    }

    @Override
    public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return aliases(choose(keyType));
    }

    private static String[] aliases(@Nullable String alias) {
        return alias == null ? new String[0] : new String[] {alias};
    }

    private @Nullable TlsIdentity identity(String alias) {
        return handedOut.get(isForClient(alias) ? alias.substring(CLIENT.length()) : alias);
    }

    private static boolean isForClient(String alias) {
        return alias.startsWith(CLIENT);
    }

    private static boolean isRoot(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }

    private @Nullable String chooseClient(String... keyTypes) {
        String alias = choose(keyTypes);
        return alias == null ? null : CLIENT + alias;
    }

    private @Nullable String choose(String... keyTypes) {
        Optional<TlsIdentity> identity = current.get();
        for (String keyType : keyTypes) {
            // JSSE says "EC", Netty's OpenSSL engine "EC_EC" for the same key.
            if (identity.isPresent() && keyType.startsWith(identity.get().key().getAlgorithm())) {
                return remember(identity.get());
            }
        }
        return null;
    }

    private String remember(TlsIdentity identity) {
        String alias = identity.leaf().getSerialNumber().toString(16);
        if (handedOut.put(alias, identity) == null && handedOut.size() > REMEMBERED) {
            forgetOldest(alias);
        }
        return alias;
    }

    private void forgetOldest(String except) {
        handedOut.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(except))
                .min(Map.Entry.comparingByValue(java.util.Comparator.comparing(TlsIdentity::notAfter)))
                .ifPresent(entry -> handedOut.remove(entry.getKey()));
    }
}
