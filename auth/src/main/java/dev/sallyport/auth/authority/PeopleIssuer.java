package dev.sallyport.auth.authority;

import com.google.protobuf.ByteString;
import dev.sallyport.api.v1.UserCredentials;
import dev.sallyport.auth.authority.KeyRing.Snapshot.Named;
import dev.sallyport.auth.state.Moments;
import dev.sallyport.model.access.Identity;
import dev.sallyport.pki.Certificates;
import dev.sallyport.pki.identity.CertifiedIdentity;
import dev.sallyport.pki.ssh.OneNode;
import dev.sallyport.pki.ssh.SshPermit;
import dev.sallyport.pki.ssh.UserCertificateTemplate;
import dev.sallyport.pki.x509.CertificateTemplate;
import dev.sallyport.protocols.knock.Ticket;
import dev.sallyport.protocols.knock.TicketKeys;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Signs what people get: certificates for TLS and SSH, a ticket to knock with. Decides nothing. */
public final class PeopleIssuer {

    /** No Unix user has this name. A certificate without principals is taken by some servers for one that opens all. */
    static final String NO_LOGIN = "-sallyport-no-login-";

    private final Authority authority;
    private final InstantSource clock;
    private final SecureRandom random;

    public PeopleIssuer(Authority authority, InstantSource clock, SecureRandom random) {
        this.authority = authority;
        this.clock = clock;
        this.random = random;
    }

    /**
     * What is to be signed.
     *
     * @param identity of kind USER
     * @param session id of the login
     * @param logins Unix users; may be empty
     * @param tlsKey P-256
     * @param sshKey Ed25519
     * @param ttl at most 30 h
     * @param sources CIDR ranges that SSH clients must come from; empty for anywhere
     * @param earliest the certificates are valid from then at the earliest: what began before was revoked
     */
    public record Grant(
            Identity identity,
            String session,
            List<String> logins,
            Set<SshPermit> permits,
            PublicKey tlsKey,
            PublicKey sshKey,
            Duration ttl,
            List<String> sources,
            Instant earliest) {}

    /** Everything but the addresses of the proxies. */
    public UserCredentials issue(Grant grant) {
        KeyState keys = authority.now();
        Validity validity = Validity.of(clock.instant(), grant.ttl()).notBefore(grant.earliest());
        CertifiedIdentity certified = new CertifiedIdentity(grant.identity(), grant.session());
        List<X509Certificate> chain = keys.user()
                .signer(clock.instant())
                .key()
                .issue(CertificateTemplate.client(grant.tlsKey(), certified, validity.from(), validity.until()));
        Ticketed ticket = ticket(keys.routing().signer(clock.instant()), validity.until());
        return UserCredentials.newBuilder()
                .addAllTlsChain(chain.stream()
                        .map(link -> ByteString.copyFrom(Certificates.encode(link)))
                        .toList())
                .setSshCertificate(sshCertificate(keys, grant, certified, validity))
                .setKnockTicket(ByteString.copyFrom(ticket.ticket().bytes()))
                .setKnockKey(ByteString.copyFrom(ticket.key()))
                .setNotAfter(Moments.of(validity.until()))
                .setTrust(authority.trust())
                .setUser(grant.identity().user())
                .addAllRoles(grant.identity().allRoles())
                .addAllLogins(grant.logins())
                .build();
    }

    /**
     * What is to be signed for one session.
     *
     * @param session id of what it came from
     * @param login the one Unix user
     * @param sources CIDR ranges that the client must come from; empty for anywhere
     * @param earliest as of {@link Grant}
     * @param only the one node
     */
    public record Pass(
            Identity identity,
            String session,
            String login,
            Set<SshPermit> permits,
            PublicKey sshKey,
            Duration ttl,
            List<String> sources,
            Instant earliest,
            OneNode only) {}

    /** An SSH certificate for one session, as a line. */
    public String issue(Pass pass) {
        Validity validity = Validity.of(clock.instant(), pass.ttl()).notBefore(pass.earliest());
        return authority
                .now()
                .sshUser()
                .signer(clock.instant())
                .key()
                .certifyUser(new UserCertificateTemplate(
                        pass.sshKey(),
                        new CertifiedIdentity(pass.identity(), pass.session()),
                        List.of(pass.login()),
                        pass.permits(),
                        validity.from(),
                        validity.until(),
                        random.nextLong(),
                        Optional.empty(),
                        pass.sources(),
                        Optional.of(pass.only())));
    }

    private String sshCertificate(KeyState keys, Grant grant, CertifiedIdentity certified, Validity validity) {
        List<String> principals = grant.logins().isEmpty() ? List.of(NO_LOGIN) : grant.logins();
        return keys.sshUser()
                .signer(clock.instant())
                .key()
                .certifyUser(new UserCertificateTemplate(
                        grant.sshKey(),
                        certified,
                        principals,
                        grant.permits(),
                        validity.from(),
                        validity.until(),
                        random.nextLong(),
                        Optional.empty(),
                        grant.sources()));
    }

    private record Ticketed(Ticket ticket, byte[] key) {}

    private Ticketed ticket(Named<byte[]> routing, Instant until) {
        byte[] unique = new byte[Ticket.RANDOM_BYTES];
        random.nextBytes(unique);
        Ticket ticket = Ticket.of(Integer.parseInt(routing.id()), until.getEpochSecond(), unique);
        return new Ticketed(ticket, TicketKeys.ticketKey(routing.key(), ticket));
    }
}
