package dev.sallyport.auth.sso.mapping;

import dev.sallyport.api.v1.Connector;
import dev.sallyport.auth.connectors.ConnectorForm;
import dev.sallyport.auth.connectors.LoginRuleForm;
import dev.sallyport.auth.sso.provider.Claimed;
import dev.sallyport.auth.sso.provider.ProviderRefusals;
import dev.sallyport.auth.state.Names;
import dev.sallyport.model.Failure;
import dev.sallyport.model.expression.Bindings;
import dev.sallyport.model.role.TextPattern;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One connector's mapping, with the login rules of the cluster. */
public final class RoleMapping {

    private final Connector connector;
    private final List<LoginRuleForm> rules;

    /** @param rules in the order in which they run */
    public RoleMapping(Connector connector, List<LoginRuleForm> rules) {
        this.connector = connector;
        this.rules = List.copyOf(rules);
    }

    /** What a person comes to. Names are in lower case: nobody gets around a lock, or next to a local user, by another spelling. */
    public Mapped of(Claimed claimed) {
        String name = claimed.name().toLowerCase(Locale.ROOT);
        List<String> why = new ArrayList<>(claimed.why());
        Map<String, List<String>> traits = claimed.values();
        for (LoginRuleForm rule : rules) {
            if (rule.applies(ConnectorForm.name(connector), traits)) {
                traits = rule.changed(ConnectorForm.name(connector), traits);
                why.add("the login rule " + rule.name() + " leaves the traits "
                        + String.join(", ", traits.keySet().stream().sorted().toList()));
            }
        }
        List<String> roles = roles(traits, why);
        return new Mapped(name, claimed.subject(), roles, traits, why, objection(name, roles, traits));
    }

    private List<String> roles(Map<String, List<String>> traits, List<String> why) {
        Set<String> roles = new LinkedHashSet<>();
        for (ConnectorForm.GrantLine line : ConnectorForm.grants(connector)) {
            TextPattern wanted = TextPattern.parse(line.value());
            Optional<String> fitting = traits.getOrDefault(line.claim(), List.of()).stream()
                    .filter(value -> wanted.matches(folded(value), new Bindings()))
                    .findFirst();
            fitting.ifPresent(value -> {
                roles.addAll(line.roles());
                why.add(line.path() + " gives " + String.join(", ", line.roles()) + ": " + line.claim() + " is "
                        + ProviderRefusals.shown(value));
            });
        }
        return List.copyOf(roles);
    }

    /** GitHub's names are the same in any case; all others are not. */
    private String folded(String value) {
        return connector.getIsCase() == Connector.IsCase.GITHUB ? value.toLowerCase(Locale.ROOT) : value;
    }

    private Optional<String> objection(String name, List<String> roles, Map<String, List<String>> traits) {
        if (!Names.isUser(name)) {
            return Optional.of("'" + ProviderRefusals.shown(name)
                    + "' cannot be a user's name: expected 1 to 63 letters, digits and . _ @ + -");
        }
        if (roles.isEmpty()) {
            return Optional.of("no line of the connector " + ConnectorForm.name(connector) + " gives " + name
                    + " a role. An administrator sees by 'sally sso test " + ConnectorForm.name(connector)
                    + "' what the provider says");
        }
        try {
            Names.traits(traits);
            return Optional.empty();
        } catch (Failure e) {
            return Optional.of("what the provider says does not fit into a certificate: " + e.text()
                    + ". A login rule chooses what is kept");
        }
    }
}
