package dev.sallyport.server.cluster;

import com.google.protobuf.ByteString;
import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.ClusterTrust;
import dev.sallyport.api.ProxyAddress;
import dev.sallyport.api.v1.AcceptInviteRequest;
import dev.sallyport.api.v1.AddUserRequest;
import dev.sallyport.api.v1.GetTrustRequest;
import dev.sallyport.api.v1.Invite;
import dev.sallyport.api.v1.LoginRequest;
import dev.sallyport.api.v1.LoginServiceGrpc;
import dev.sallyport.api.v1.OpenInviteRequest;
import dev.sallyport.api.v1.StringList;
import dev.sallyport.api.v1.UserCredentials;
import dev.sallyport.api.v1.UserServiceGrpc;
import dev.sallyport.pki.CaPin;
import dev.sallyport.pki.Certificates;
import dev.sallyport.pki.Keys;
import dev.sallyport.pki.ssh.SshKeys;
import dev.sallyport.pki.x509.PeerVerifier;
import dev.sallyport.pki.x509.TlsIdentity;
import dev.sallyport.testing.dist.Totp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Somebody with a login of now. */
record Person(UserCredentials credentials, TlsIdentity tls, Path folder, Totp phone) {

    private static final String PASSWORD = "correct horse battery";

    /** Added by the administrator, invited, logged in through the proxy. */
    static Person loggedIn(Cluster cluster, String name, String login) throws IOException {
        return loggedIn(cluster, name, login, "access");
    }

    /** The same with this role. One more code of the phone is good now: that of the next half minute. */
    static Person loggedIn(Cluster cluster, String name, String login, String role) throws IOException {
        SecureRandom random = new SecureRandom();
        try (ApiChannel admin = cluster.admin();
                ApiChannel proxy =
                        ApiChannel.open(ProxyAddress.parse(cluster.proxyAddress()), pinned(admin), Optional::empty)) {
            Invite invite = UserServiceGrpc.newBlockingStub(admin.channel())
                    .addUser(AddUserRequest.newBuilder()
                            .setName(name)
                            .addRoles(role)
                            .putTraits(
                                    "logins",
                                    StringList.newBuilder().addValues(login).build())
                            .build());
            var service = LoginServiceGrpc.newBlockingStub(proxy.channel());
            String uri = service.openInvite(OpenInviteRequest.newBuilder()
                            .setCode(invite.getCode())
                            .build())
                    .getOtpUri();
            Totp totp = Totp.ofBase32(uri.replaceAll(".*[?&]secret=([A-Z2-7]+).*", "$1"));
            var _ = service.acceptInvite(AcceptInviteRequest.newBuilder()
                    .setCode(invite.getCode())
                    .setPassword(PASSWORD)
                    .setOtp(totp.at(Instant.now().minusSeconds(30)))
                    .build());
            KeyPair tls = Keys.ecdsaP256(random);
            KeyPair ssh = Keys.ed25519(random);
            // A code is good once: that of the half minute before and that of the next are accepted too.
            UserCredentials credentials = service.login(LoginRequest.newBuilder()
                    .setUser(name)
                    .setPassword(PASSWORD)
                    .setOtp(totp.at(Instant.now()))
                    .setTlsPublicKey(ByteString.copyFrom(tls.getPublic().getEncoded()))
                    .setSshPublicKey(SshKeys.line(ssh.getPublic(), name))
                    .build());
            return keep(cluster, name, credentials, tls, ssh, totp);
        }
    }

    private static PeerVerifier pinned(ApiChannel admin) {
        List<CaPin> pins = ClusterTrust.of(LoginServiceGrpc.newBlockingStub(admin.channel())
                        .getTrust(GetTrustRequest.getDefaultInstance()))
                .pins();
        return PeerVerifier.pinned(pins, InstantSource.system());
    }

    private static Person keep(
            Cluster cluster, String name, UserCredentials credentials, KeyPair tls, KeyPair ssh, Totp phone)
            throws IOException {
        Path folder = Files.createDirectory(cluster.directory().resolve("person-" + name));
        Path key = Files.createFile(
                folder.resolve("id"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(key, SshKeys.privateKeyText(ssh, name));
        Files.writeString(folder.resolve("id-cert.pub"), credentials.getSshCertificate() + "\n");
        StringBuilder hosts = new StringBuilder();
        for (String ca : credentials.getTrust().getSshHostCaList()) {
            hosts.append("@cert-authority * ").append(ca).append('\n');
        }
        Files.writeString(folder.resolve("known_hosts"), hosts);
        TlsIdentity identity = new TlsIdentity(
                tls.getPrivate(),
                Certificates.decodeAll(credentials.getTlsChainList().stream()
                        .map(ByteString::toByteArray)
                        .toList()));
        return new Person(credentials, identity, folder, phone);
    }
}
