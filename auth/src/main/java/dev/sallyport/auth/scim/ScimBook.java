package dev.sallyport.auth.scim;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sallyport.audit.event.ConnectorEvent;
import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.auth.connectors.ConnectorBook;
import dev.sallyport.auth.connectors.LoginRuleBook;
import dev.sallyport.auth.people.ProvisionedUsers;
import dev.sallyport.auth.sso.mapping.Mapped;
import dev.sallyport.auth.sso.mapping.RoleMapping;
import dev.sallyport.auth.sso.provider.Claimed;
import dev.sallyport.auth.state.Keyspace;
import dev.sallyport.auth.state.Ledger;
import dev.sallyport.auth.state.Plan;
import dev.sallyport.auth.state.Records;
import dev.sallyport.auth.state.v1.ScimGroupRecord;
import dev.sallyport.auth.state.v1.ScimUserRecord;
import dev.sallyport.auth.web.StrictJson;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.store.Store;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Users and groups that providers keep, and what their roles come to. */
public final class ScimBook {

    private static final Set<String> NO_CLAIMS = Set.of("schemas", "active", "externalId", "emails", "name");
    private static final int MOST = 10_000;

    private final ScimRecords<ScimUserRecord> users;
    private final ScimRecords<ScimGroupRecord> groups;
    private final ConnectorBook connectors;
    private final LoginRuleBook rules;
    private final ProvisionedUsers people;
    private final Ledger ledger;
    private final InstantSource clock;

    public ScimBook(
            Store store,
            ConnectorBook connectors,
            LoginRuleBook rules,
            ProvisionedUsers people,
            Ledger ledger,
            InstantSource clock) {
        this.users = new ScimRecords<>(Records.open(store, Keyspace.SCIM_USERS, ScimUserRecord.parser()));
        this.groups = new ScimRecords<>(Records.open(store, Keyspace.SCIM_GROUPS, ScimGroupRecord.parser()));
        this.connectors = connectors;
        this.rules = rules;
        this.people = people;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** The groups of a user, by their names. */
    public List<String> groupsOf(String connector, String user) {
        if (!connectors.hasScim(connector)) {
            return List.of();
        }
        return users.all(connector, record -> record.getUser().equals(user)).stream()
                .findFirst()
                .map(record -> groupNames(connector, record.getId(), Optional.empty()))
                .orElse(List.of());
    }

    /** Makes the roles of all users anew, where something was changed and nobody came to the end of it. */
    public void upkeep() {
        connectors.all().stream()
                .map(dev.sallyport.auth.connectors.ConnectorForm::name)
                .forEach(connector -> users.all(connector, ScimUserRecord::getActive)
                        .forEach(user -> refresh(connector, user, Optional.empty(), EventSubject.NONE)));
    }

    ScimRecords<ScimUserRecord> users() {
        return users;
    }

    ScimRecords<ScimGroupRecord> groups() {
        return groups;
    }

    long millis() {
        return clock.millis();
    }

    Records.Versioned<ScimUserRecord> requireUser(String connector, String id) {
        return users.find(connector, id).orElseThrow(() -> missing("user", id));
    }

    Records.Versioned<ScimGroupRecord> requireGroup(String connector, String id) {
        return groups.find(connector, id).orElseThrow(() -> missing("group", id));
    }

    ScimUserRecord create(String connector, ScimUserRecord record, EventSubject by) {
        requireRoom(users.all(connector, _ -> true).size());
        Mapped mapped = mapped(connector, record, Optional.empty());
        ledger.write(() -> {
            List<Store.Write> writes = new ArrayList<>(people.creation(connector, account(record, mapped)));
            writes.add(users.records().create(ScimRecords.key(connector, record.getId()), record));
            return Plan.of(writes, event(connector, record, "created", mapped.roles(), by), record);
        });
        return record;
    }

    ScimUserRecord change(String connector, ScimUserRecord record, EventSubject by) {
        Mapped mapped = mapped(connector, record, Optional.empty());
        ledger.write(() -> {
            Records.Versioned<ScimUserRecord> old = requireUser(connector, record.getId());
            List<Store.Write> writes = new ArrayList<>(people.change(account(record, mapped)));
            writes.add(users.records().replace(old, record));
            String what = old.value().getActive() && !record.getActive() ? "deactivated" : "changed";
            return Plan.of(writes, event(connector, record, what, mapped.roles(), by), record);
        });
        people.refresh();
        return record;
    }

    void remove(String connector, String id, EventSubject by) {
        ledger.write(() -> {
            Records.Versioned<ScimUserRecord> old = requireUser(connector, id);
            List<Store.Write> writes =
                    new ArrayList<>(people.removal(old.value().getUser()));
            writes.add(users.records().delete(old));
            groups.all(connector, group -> group.getMembersList().contains(id)).stream()
                    .map(group -> without(connector, group, id))
                    .forEach(writes::add);
            return Plan.of(writes, event(connector, old.value(), "removed", List.of(), by), id);
        });
        people.refresh();
    }

    private Store.Write without(String connector, ScimGroupRecord group, String member) {
        List<String> left = group.getMembersList().stream()
                .filter(each -> !each.equals(member))
                .toList();
        return groups.records()
                .replace(
                        requireGroup(connector, group.getId()),
                        group.toBuilder().clearMembers().addAllMembers(left).build());
    }

    /** Whoever leaves loses first, so that a try that breaks off is made again with them still in it. */
    ScimGroupRecord write(String connector, ScimGroupRecord record, boolean creates, EventSubject by) {
        if (creates) {
            requireRoom(groups.all(connector, _ -> true).size());
        }
        Optional<ScimGroupRecord> old = groups.find(connector, record.getId()).map(Records.Versioned::value);
        Set<String> touched = new LinkedHashSet<>();
        old.ifPresent(there -> touched.addAll(there.getMembersList()));
        touched.addAll(record.getMembersList());
        refresh(connector, touched, Optional.of(record), by);
        ledger.write(() -> Plan.of(
                List.of(groups.records()
                        .write(
                                groups.find(connector, record.getId()),
                                ScimRecords.key(connector, record.getId()),
                                record)),
                new ConnectorEvent.ScimGroup(ledger.head(by), connector, record.getName(), "written"),
                record));
        return record;
    }

    void removeGroup(String connector, String id, EventSubject by) {
        ScimGroupRecord old = requireGroup(connector, id).value();
        ScimGroupRecord empty = old.toBuilder().clearMembers().build();
        refresh(connector, new LinkedHashSet<>(old.getMembersList()), Optional.of(empty), by);
        ledger.write(() -> Plan.of(
                List.of(groups.records().delete(requireGroup(connector, id))),
                new ConnectorEvent.ScimGroup(ledger.head(by), connector, old.getName(), "removed"),
                id));
    }

    private void refresh(String connector, Set<String> members, Optional<ScimGroupRecord> instead, EventSubject by) {
        for (String member : members) {
            users.find(connector, member).ifPresent(found -> refresh(connector, found.value(), instead, by));
        }
        people.refresh();
    }

    /** @param instead a group as it is to be */
    private void refresh(String connector, ScimUserRecord user, Optional<ScimGroupRecord> instead, EventSubject by) {
        Mapped mapped = mapped(connector, user, instead);
        ledger.write(() -> {
            ProvisionedUsers.Account account = account(user, mapped);
            return people.isSame(account)
                    ? new Plan<>(List.of(), List.of(), user)
                    : Plan.of(people.change(account), event(connector, user, "changed", mapped.roles(), by), user);
        });
    }

    private Mapped mapped(String connector, ScimUserRecord user, Optional<ScimGroupRecord> instead) {
        ObjectNode resource = ScimUsers.read(user);
        Map<String, List<String>> claims = new TreeMap<>(StrictJson.values(resource, NO_CLAIMS));
        List<String> mails = resource.path("emails")
                .valueStream()
                .map(mail -> mail.path("value").asText(""))
                .filter(mail -> !mail.isEmpty())
                .toList();
        if (!mails.isEmpty()) {
            claims.put("email", mails);
        }
        Claimed claimed = new Claimed("", user.getUser(), claims, List.of())
                .with("groups", groupNames(connector, user.getId(), instead));
        return new RoleMapping(connectors.require(connector), rules.inOrder()).of(claimed);
    }

    private List<String> groupNames(String connector, String id, Optional<ScimGroupRecord> instead) {
        Stream<ScimGroupRecord> others = groups
                .all(
                        connector,
                        group -> group.getMembersList().contains(id)
                                && instead.filter(other -> other.getId().equals(group.getId()))
                                        .isEmpty())
                .stream();
        Stream<ScimGroupRecord> changed =
                instead.stream().filter(group -> group.getMembersList().contains(id));
        return Stream.concat(others, changed)
                .map(ScimGroupRecord::getName)
                .distinct()
                .toList();
    }

    private static ProvisionedUsers.Account account(ScimUserRecord record, Mapped mapped) {
        return new ProvisionedUsers.Account(record.getUser(), record.getId(), record.getActive(), mapped.roles());
    }

    private ConnectorEvent event(
            String connector, ScimUserRecord user, String change, List<String> roles, EventSubject by) {
        return new ConnectorEvent.ScimUser(ledger.head(by), connector, user.getUser(), change, String.join(",", roles));
    }

    private static void requireRoom(int there) {
        if (there >= MOST) {
            throw Failure.of(FailureCode.EXHAUSTED, "this connector has " + MOST + " of these: no more are taken");
        }
    }

    static void meta(ObjectNode shown, String type, long created, long changed) {
        shown.putObject("meta")
                .put("resourceType", type)
                .put("created", Instant.ofEpochMilli(created).toString())
                .put("lastModified", Instant.ofEpochMilli(changed).toString());
    }

    private static Failure missing(String what, String id) {
        return Failure.of(
                FailureCode.NOT_FOUND,
                "there is no " + what + " " + dev.sallyport.auth.sso.provider.ProviderRefusals.shown(id)
                        + " of this connector");
    }
}
