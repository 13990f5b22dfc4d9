package dev.sallyport.cli.things;

import com.google.protobuf.Message;
import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.Connector;
import dev.sallyport.api.v1.ConnectorServiceGrpc;
import dev.sallyport.api.v1.GithubConnector;
import dev.sallyport.api.v1.LdapConnector;
import dev.sallyport.api.v1.ListConnectorsReply;
import dev.sallyport.api.v1.Metadata;
import dev.sallyport.api.v1.OidcConnector;
import dev.sallyport.api.v1.PutConnectorRequest;
import dev.sallyport.api.v1.PutMode;
import dev.sallyport.api.v1.RemoveConnectorRequest;
import dev.sallyport.api.v1.SamlConnector;
import dev.sallyport.cli.document.Document;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.util.List;
import java.util.Locale;

/** The connectors of one kind to identity providers. */
public final class ConnectorThings implements Things {

    private final String kind;
    private final ConnectorServiceGrpc.ConnectorServiceBlockingStub service;

    /** @param kind {@code oidc}, {@code saml}, {@code github}, {@code ldap}; empty for all of them */
    public ConnectorThings(String kind, ApiChannel channel) {
        this.kind = kind;
        this.service = ConnectorServiceGrpc.newBlockingStub(channel.channel());
    }

    @Override
    public List<? extends Message> all(String filter) {
        List<Connector> all = Pages.all(
                filter,
                service::listConnectors,
                ListConnectorsReply::getConnectorsList,
                ListConnectorsReply::getNextPageToken);
        return all.stream()
                .map(ConnectorThings::inner)
                .filter(connector -> kind.isEmpty() || kind.equals(kind(connector)))
                .toList();
    }

    @Override
    public Message one(String name) {
        return all("").stream()
                .map(Message.class::cast)
                .filter(connector -> name(connector).equals(name))
                .findFirst()
                .orElseThrow(() -> missing(name));
    }

    @Override
    public Stored put(Document document, PutMode mode, boolean dryRun) {
        PutConnectorRequest request = PutConnectorRequest.newBuilder()
                .setConnector(connector(document.message()))
                .setMode(mode)
                .setDryRun(dryRun)
                .build();
        Connector stored = GrpcFailures.calling(() -> service.putConnector(request));
        return new Stored(name(inner(stored)), "");
    }

    @Override
    public void remove(String name) {
        GrpcFailures.calling(() -> service.removeConnector(
                RemoveConnectorRequest.newBuilder().setName(name).build()));
    }

    /** The connector that a document's message is. */
    public static Connector connector(Message message) {
        Connector.Builder connector = Connector.newBuilder();
        return switch (message) {
            case OidcConnector oidc -> connector.setOidc(oidc).build();
            case SamlConnector saml -> connector.setSaml(saml).build();
            case GithubConnector github -> connector.setGithub(github).build();
            case LdapConnector ldap -> connector.setLdap(ldap).build();
            default -> throw Failure.of(FailureCode.INVALID, "expected a connector of kind oidc, saml, github or ldap");
        };
    }

    /** What kind of document a connector is. */
    public static String kind(Message message) {
        return connector(message).getIsCase().name().toLowerCase(Locale.ROOT);
    }

    /** The name in a document's message. */
    public static String name(Message message) {
        return ((Metadata) message.getField(message.getDescriptorForType().findFieldByName("metadata"))).getName();
    }

    /** What is said of one that is not there. */
    public static Failure missing(String name) {
        return Failure.of(
                FailureCode.NOT_FOUND,
                "there is no connector '" + name + "' here: 'sally get connectors' shows those there are");
    }

    /** What it is, of its kind. */
    public static Message inner(Connector connector) {
        return switch (connector.getIsCase()) {
            case OIDC -> connector.getOidc();
            case SAML -> connector.getSaml();
            case GITHUB -> connector.getGithub();
            case LDAP -> connector.getLdap();
            case IS_NOT_SET -> throw Failure.of(FailureCode.INTERNAL, "auth sent a connector of a kind not known here");
        };
    }
}
