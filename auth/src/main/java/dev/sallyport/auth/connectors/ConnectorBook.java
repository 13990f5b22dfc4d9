package dev.sallyport.auth.connectors;

import dev.sallyport.api.v1.Connector;
import dev.sallyport.api.v1.PutConnectorRequest;
import dev.sallyport.api.v1.PutMode;
import dev.sallyport.audit.event.AuditEvent;
import dev.sallyport.audit.event.ConnectorEvent;
import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.auth.roles.ConnectorRoles;
import dev.sallyport.auth.roles.RoleBook;
import dev.sallyport.auth.state.Keyspace;
import dev.sallyport.auth.state.Ledger;
import dev.sallyport.auth.state.Names;
import dev.sallyport.auth.state.OneTimeCode;
import dev.sallyport.auth.state.Paging;
import dev.sallyport.auth.state.Plan;
import dev.sallyport.auth.state.Records;
import dev.sallyport.auth.state.Sealing;
import dev.sallyport.auth.state.v1.ConnectorSecretRecord;
import dev.sallyport.auth.state.v1.ScimGroupRecord;
import dev.sallyport.auth.state.v1.ScimUserRecord;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.store.Store;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The connectors: put, list, remove; and the bearer tokens with which SCIM comes. */
public final class ConnectorBook {

    /** Logins look through all of them to show the ways in. */
    private static final int MOST = 100;

    private final Records<Connector> connectors;
    private final Records<ConnectorSecretRecord> secrets;
    private final Records<ScimUserRecord> scimUsers;
    private final Records<ScimGroupRecord> scimGroups;
    private final RoleBook roles;
    private final Ledger ledger;
    private final SecureRandom random;

    public ConnectorBook(Store store, Sealing sealing, RoleBook roles, Ledger ledger, SecureRandom random) {
        this.connectors = Records.open(store, Keyspace.CONNECTORS, Connector.parser());
        this.secrets = Records.sealed(store, Keyspace.CONNECTOR_SECRETS, ConnectorSecretRecord.parser(), sealing);
        this.scimUsers = Records.open(store, Keyspace.SCIM_USERS, ScimUserRecord.parser());
        this.scimGroups = Records.open(store, Keyspace.SCIM_GROUPS, ScimGroupRecord.parser());
        this.roles = roles;
        this.ledger = ledger;
        this.random = random;
    }

    /**
     * Adds or changes a connector.
     *
     * @return it as it is stored, or would be; its secret hidden
     * @throws Failure INVALID with all that is wrong with it; CONFLICT where what is there is not what the request says
     */
    public Connector put(PutConnectorRequest request, EventSubject by) {
        ConnectorCheck.require(request.getConnector());
        String name = ConnectorForm.name(request.getConnector());
        if (request.getDryRun()) {
            return plan(request, by).result();
        }
        Connector written = ledger.write(() -> plan(request, by));
        return connectors.find(name).map(ConnectorBook::message).orElse(written);
    }

    private Plan<Connector> plan(PutConnectorRequest request, EventSubject by) {
        Connector wanted = request.getConnector();
        String name = ConnectorForm.name(wanted);
        Optional<Records.Versioned<Connector>> old = connectors.find(name);
        requireExpected(request, name, old);
        Connector whole = withSecret(wanted, old);
        Connector hidden = ConnectorForm.withRevision(hidden(whole), 0);
        List<Store.Write> writes = new ArrayList<>(roles.holding(ConnectorRoles.of(wanted)));
        writes.add(connectors.write(old, name, hidden));
        ConnectorSecretRecord kept =
                secrets.find(name).map(Records.Versioned::value).orElse(ConnectorSecretRecord.getDefaultInstance());
        writes.add(secrets.put(
                name, kept.toBuilder().setSecret(ConnectorForm.secret(whole)).build()));
        String kind = ConnectorForm.kind(wanted);
        AuditEvent event = old.isPresent()
                ? new ConnectorEvent.Updated(ledger.head(by), name, kind)
                : new ConnectorEvent.Created(ledger.head(by), name, kind);
        return Plan.of(writes, event, hidden);
    }

    private void requireExpected(PutConnectorRequest request, String name, Optional<Records.Versioned<Connector>> old) {
        PutMode mode = request.getMode();
        if (mode == PutMode.PUT_MODE_CREATE && old.isPresent()) {
            throw Failure.of(
                    FailureCode.CONFLICT,
                    "there is a connector " + name + " already: edit it, or replace it with --force");
        }
        if (mode == PutMode.PUT_MODE_UPDATE && old.isEmpty()) {
            throw missing(name);
        }
        if (old.isEmpty() && connectors.after("", MOST + 1).size() >= MOST) {
            throw Failure.of(FailureCode.EXHAUSTED, "there are " + MOST + " connectors: remove one first");
        }
        if (old.isPresent()
                && !ConnectorForm.kind(old.get().value()).equals(ConnectorForm.kind(request.getConnector()))) {
            throw Failure.of(
                    FailureCode.CONFLICT,
                    "the connector " + name + " is of the kind "
                            + ConnectorForm.kind(old.get().value())
                            + ": remove it first, or take another name; its users are bound to it");
        }
        long revision = ConnectorForm.metadata(request.getConnector()).getRevision();
        if (revision != 0 && revision != old.map(Records.Versioned::revision).orElse(0L)) {
            throw Failure.of(
                    FailureCode.CONFLICT,
                    "the connector " + name + " was changed since revision " + revision + ": get it anew");
        }
    }

    /** Whoever may write a connector does not learn its secret by sending it to a host of their own. */
    private Connector withSecret(Connector wanted, Optional<Records.Versioned<Connector>> old) {
        if (!ConnectorForm.secret(wanted).equals(ConnectorForm.HIDDEN)) {
            return wanted;
        }
        boolean same = old.isPresent()
                && ConnectorForm.destination(old.get().value()).equals(ConnectorForm.destination(wanted));
        if (!same) {
            throw Failure.of(
                    FailureCode.INVALID,
                    "the secret is written as " + ConnectorForm.HIDDEN
                            + ", and it would go somewhere else than before: write it out");
        }
        return ConnectorForm.withSecret(wanted, secret(ConnectorForm.name(wanted)));
    }

    /** A connector that is not stored as it would be: with its secret, checked. */
    public Connector draft(Connector wanted) {
        ConnectorCheck.require(wanted);
        return withSecret(wanted, connectors.find(ConnectorForm.name(wanted)));
    }

    /**
     * The connector of this name, with its secret.
     *
     * @throws Failure NOT_FOUND
     */
    public Connector require(String name) {
        return Optional.of(name)
                .filter(text -> text.length() <= 64)
                .flatMap(connectors::find)
                .map(found -> ConnectorForm.withSecret(message(found), secret(name)))
                .orElseThrow(() -> missing(name));
    }

    /** All, with their secrets hidden. */
    public List<Connector> all() {
        return connectors.after("", MOST).stream().map(ConnectorBook::message).toList();
    }

    public Paging.Listing<Connector> list(Paging page) {
        List<Connector> read = connectors.after(page.after(), page.size() + 1).stream()
                .map(ConnectorBook::message)
                .toList();
        return page.cut(read, ConnectorForm::name);
    }

    /**
     * Removes a connector, and what SCIM keeps by it. Its users stay until their end; nobody logs in by it any more.
     *
     * @throws Failure NOT_FOUND, or CONFLICT where SCIM still has users by it
     */
    public void remove(String name, EventSubject by) {
        ledger.write(() -> {
            Records.Versioned<Connector> old =
                    connectors.find(Names.connector(name)).orElseThrow(() -> missing(name));
            if (!scimUsers.startingWith(name + "/", 1).isEmpty()
                    || !scimGroups.startingWith(name + "/", 1).isEmpty()) {
                throw Failure.of(
                        FailureCode.CONFLICT,
                        "SCIM keeps users or groups by the connector " + name + ": remove them there first");
            }
            return Plan.of(
                    List.of(connectors.delete(old), secrets.delete(name)),
                    new ConnectorEvent.Deleted(ledger.head(by), name, ConnectorForm.kind(old.value())),
                    name);
        });
    }

    /** Writes to the trail that somebody was looked at. */
    public void tested(String name, String person, boolean admitted, EventSubject by) {
        ledger.write(
                () -> Plan.of(List.of(), new ConnectorEvent.Tested(ledger.head(by), name, person, admitted), name));
    }

    /** A new bearer token for SCIM: a secret, shown once. */
    public String renewScimToken(String name, EventSubject by) {
        OneTimeCode token = OneTimeCode.random(random);
        return ledger.write(() -> {
            Records.Versioned<Connector> there =
                    connectors.find(Names.connector(name)).orElseThrow(() -> missing(name));
            ConnectorSecretRecord kept =
                    secrets.find(name).map(Records.Versioned::value).orElse(ConnectorSecretRecord.getDefaultInstance());
            return Plan.of(
                    List.of(
                            connectors.touch(there),
                            secrets.put(
                                    name,
                                    kept.toBuilder().setScimToken(token.hash()).build())),
                    new ConnectorEvent.ScimTokenMade(ledger.head(by), name),
                    token.text());
        });
    }

    /** Whether a bearer token opens SCIM for this connector. */
    public boolean opensScim(String name, String token) {
        String expected = name.length() > 64
                ? ""
                : secrets.find(name).map(found -> found.value().getScimToken()).orElse("");
        byte[] shown = new OneTimeCode(token).hash().getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), shown) && !expected.isEmpty();
    }

    /** Whether a provider keeps the users of this connector by SCIM. */
    public boolean hasScim(String name) {
        return secrets.find(name)
                .filter(found -> !found.value().getScimToken().isEmpty())
                .isPresent();
    }

    private String secret(String name) {
        return secrets.find(name).map(found -> found.value().getSecret()).orElse("");
    }

    private static Connector hidden(Connector connector) {
        return ConnectorForm.secret(connector).isEmpty()
                ? connector
                : ConnectorForm.withSecret(connector, ConnectorForm.HIDDEN);
    }

    private static Connector message(Records.Versioned<Connector> found) {
        return ConnectorForm.withRevision(found.value(), found.revision());
    }

    private static Failure missing(String name) {
        return Failure.of(
                FailureCode.NOT_FOUND,
                "there is no connector '" + Names.text(name, "connector name")
                        + "': 'sally get connectors' shows those there are");
    }
}
