package dev.sallyport.auth.connectors;

import dev.sallyport.api.v1.LoginRule;
import dev.sallyport.api.v1.PutLoginRuleRequest;
import dev.sallyport.api.v1.PutMode;
import dev.sallyport.audit.event.AuditEvent;
import dev.sallyport.audit.event.ConnectorEvent;
import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.auth.state.Keyspace;
import dev.sallyport.auth.state.Ledger;
import dev.sallyport.auth.state.Names;
import dev.sallyport.auth.state.Paging;
import dev.sallyport.auth.state.Plan;
import dev.sallyport.auth.state.Records;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.store.Store;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The login rules: put, list, remove, and in which order they run. */
public final class LoginRuleBook {

    private static final int MOST = 100;

    private final Records<LoginRule> rules;
    private final Ledger ledger;

    public LoginRuleBook(Store store, Ledger ledger) {
        this.rules = Records.open(store, Keyspace.LOGIN_RULES, LoginRule.parser());
        this.ledger = ledger;
    }

    /** @throws Failure INVALID with all that is wrong with it; CONFLICT where what is there is not what the request says */
    public LoginRule put(PutLoginRuleRequest request, EventSubject by) {
        LoginRuleForm.read(request.getRule());
        if (request.getDryRun()) {
            return plan(request, by).result();
        }
        LoginRule written = ledger.write(() -> plan(request, by));
        return rules.find(written.getMetadata().getName())
                .map(LoginRuleBook::message)
                .orElse(written);
    }

    private Plan<LoginRule> plan(PutLoginRuleRequest request, EventSubject by) {
        LoginRule rule = withRevision(request.getRule(), 0);
        String name = rule.getMetadata().getName();
        Optional<Records.Versioned<LoginRule>> old = rules.find(name);
        if (request.getMode() == PutMode.PUT_MODE_CREATE && old.isPresent()) {
            throw Failure.of(
                    FailureCode.CONFLICT, "there is a login rule " + name + " already: edit it, or use --force");
        }
        if (request.getMode() == PutMode.PUT_MODE_UPDATE && old.isEmpty()) {
            throw missing(name);
        }
        long revision = request.getRule().getMetadata().getRevision();
        if (revision != 0 && revision != old.map(Records.Versioned::revision).orElse(0L)) {
            throw Failure.of(
                    FailureCode.CONFLICT,
                    "the login rule " + name + " was changed since revision " + revision + ": get it anew");
        }
        if (old.isEmpty() && rules.after("", MOST).size() >= MOST) {
            throw Failure.of(FailureCode.EXHAUSTED, "there are " + MOST + " login rules: remove one first");
        }
        AuditEvent event = new ConnectorEvent.LoginRuleWritten(ledger.head(by), name);
        return Plan.of(List.of(rules.write(old, name, rule)), event, rule);
    }

    /** All, in the order in which they run. */
    public List<LoginRuleForm> inOrder() {
        return rules.after("", MOST).stream()
                .map(found -> LoginRuleForm.read(found.value()))
                .sorted(Comparator.comparingInt(LoginRuleForm::priority).thenComparing(LoginRuleForm::name))
                .toList();
    }

    public Paging.Listing<LoginRule> list(Paging page) {
        List<LoginRule> read = rules.after(page.after(), page.size() + 1).stream()
                .map(LoginRuleBook::message)
                .toList();
        return page.cut(read, rule -> rule.getMetadata().getName());
    }

    /** @throws Failure NOT_FOUND */
    public void remove(String name, EventSubject by) {
        ledger.write(() -> {
            Records.Versioned<LoginRule> old = rules.find(Names.role(name)).orElseThrow(() -> missing(name));
            return Plan.of(
                    List.of(rules.delete(old)), new ConnectorEvent.LoginRuleRemoved(ledger.head(by), name), name);
        });
    }

    private static LoginRule message(Records.Versioned<LoginRule> found) {
        return withRevision(found.value(), found.revision());
    }

    private static LoginRule withRevision(LoginRule rule, long revision) {
        LoginRule.Builder changed = rule.toBuilder();
        changed.getMetadataBuilder().setRevision(revision);
        return changed.build();
    }

    private static Failure missing(String name) {
        return Failure.of(
                FailureCode.NOT_FOUND,
                "there is no login rule '" + Names.text(name, "name")
                        + "': 'sally get login_rules' shows those there are");
    }
}
