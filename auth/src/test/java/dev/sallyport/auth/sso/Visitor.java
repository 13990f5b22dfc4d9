package dev.sallyport.auth.sso;

import com.google.protobuf.ByteString;
import dev.sallyport.api.v1.BeginSsoReply;
import dev.sallyport.api.v1.BeginSsoRequest;
import dev.sallyport.api.v1.ClaimMapping;
import dev.sallyport.api.v1.Connector;
import dev.sallyport.api.v1.ConnectorServiceGrpc;
import dev.sallyport.api.v1.DirectoryLoginReply;
import dev.sallyport.api.v1.DirectoryLoginRequest;
import dev.sallyport.api.v1.FinishSsoRequest;
import dev.sallyport.api.v1.LoginWish;
import dev.sallyport.api.v1.Metadata;
import dev.sallyport.api.v1.OidcConnector;
import dev.sallyport.api.v1.OidcSpec;
import dev.sallyport.api.v1.PutConnectorRequest;
import dev.sallyport.api.v1.SsoServiceGrpc;
import dev.sallyport.api.v1.UserCredentials;
import dev.sallyport.auth.TestCluster;
import dev.sallyport.pki.Certificates;
import dev.sallyport.pki.Keys;
import dev.sallyport.pki.ssh.SshKeys;
import dev.sallyport.pki.x509.TlsIdentity;
import dev.sallyport.testing.sso.FakeProvider;
import io.grpc.Channel;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;

/** Somebody who comes by single sign-on, with keys of their own. */
final class Visitor {

    static final String REDIRECT = "http://127.0.0.1:1234/callback/corp";

    private final TestCluster cluster;
    private final KeyPair tls;
    private final KeyPair ssh;

    Visitor(TestCluster cluster) {
        this.cluster = cluster;
        SecureRandom random = new SecureRandom();
        tls = Keys.ecdsaP256(random);
        ssh = Keys.ed25519(random);
    }

    BeginSsoReply begin(String connector, String acr) {
        return sso().beginSso(BeginSsoRequest.newBuilder()
                .setConnector(connector)
                .setRedirectUri("http://127.0.0.1:1234/callback/" + connector)
                .setAcr(acr)
                .setWish(wish())
                .build());
    }

    UserCredentials finish(BeginSsoReply begun, Map<String, String> brought) {
        return sso().finishSso(FinishSsoRequest.newBuilder()
                .setId(begun.getId())
                .putAllParameters(brought)
                .build());
    }

    UserCredentials directory(String connector, String user, String password) {
        return directoryStep(connector, user, password).getCredentials();
    }

    DirectoryLoginReply directoryStep(String connector, String user, String password) {
        return sso().directoryLogin(DirectoryLoginRequest.newBuilder()
                .setConnector(connector)
                .setUser(user)
                .setPassword(password)
                .setWish(wish())
                .build());
    }

    Channel channel(UserCredentials credentials) {
        return cluster.open(Optional.of(new TlsIdentity(
                tls.getPrivate(),
                Certificates.decodeAll(credentials.getTlsChainList().stream()
                        .map(ByteString::toByteArray)
                        .toList()))));
    }

    LoginWish wish() {
        return LoginWish.newBuilder()
                .setTlsPublicKey(ByteString.copyFrom(tls.getPublic().getEncoded()))
                .setSshPublicKey(SshKeys.line(ssh.getPublic(), ""))
                .build();
    }

    private SsoServiceGrpc.SsoServiceBlockingStub sso() {
        return SsoServiceGrpc.newBlockingStub(cluster.nobody());
    }

    static Connector put(TestCluster cluster, Connector connector) {
        return ConnectorServiceGrpc.newBlockingStub(cluster.admin())
                .putConnector(
                        PutConnectorRequest.newBuilder().setConnector(connector).build());
    }

    /** A connector named corp, where the group admins is editor and dev has access. */
    static OidcConnector.Builder oidc(String issuer) {
        return OidcConnector.newBuilder()
                .setMetadata(Metadata.newBuilder().setName("corp"))
                .setSpec(OidcSpec.newBuilder()
                        .setIssuerUrl(issuer)
                        .setClientId(FakeProvider.CLIENT)
                        .setClientSecret(FakeProvider.SECRET)
                        .setUsernameClaim("preferred_username")
                        .addClaimsToRoles(ClaimMapping.newBuilder()
                                .setClaim("groups")
                                .setValue("admins")
                                .addRoles("editor"))
                        .addClaimsToRoles(ClaimMapping.newBuilder()
                                .setClaim("groups")
                                .setValue("^dev-.*$")
                                .addRoles("access"))
                        .addClaimsToRoles(ClaimMapping.newBuilder()
                                .setClaim("acr")
                                .setValue("gold")
                                .addRoles("auditor")));
    }
}
