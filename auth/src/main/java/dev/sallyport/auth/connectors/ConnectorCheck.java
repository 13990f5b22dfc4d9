package dev.sallyport.auth.connectors;

import dev.sallyport.api.v1.Connector;
import dev.sallyport.api.v1.GithubSpec;
import dev.sallyport.api.v1.LdapSpec;
import dev.sallyport.api.v1.OidcSpec;
import dev.sallyport.api.v1.SamlSpec;
import dev.sallyport.auth.sso.provider.ProviderTls;
import dev.sallyport.auth.sso.provider.ProviderUrl;
import dev.sallyport.auth.state.Names;
import dev.sallyport.model.Durations;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.model.expression.ExpressionException;
import dev.sallyport.model.role.TextPattern;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with a connector, all of it at once, each with its place. Dials nobody: {@code sally sso test} does. */
final class ConnectorCheck {

    private static final int MOST_LINES = 256;
    private static final int LONGEST_XML = 1 << 18;
    private static final int LAST_PORT = 65_535;

    private final List<String> faults = new ArrayList<>();

    private ConnectorCheck() {}

    /** @throws Failure INVALID */
    static void require(Connector connector) {
        ConnectorCheck check = new ConnectorCheck();
        check.part("metadata.name", () -> Names.connector(ConnectorForm.name(connector)));
        check.part("spec.display", () -> Names.text(ConnectorForm.display(connector), "display"));
        switch (connector.getIsCase()) {
            case OIDC -> check.oidc(connector.getOidc().getSpec());
            case SAML -> check.saml(connector.getSaml().getSpec());
            case GITHUB -> check.github(connector.getGithub().getSpec());
            case LDAP -> check.ldap(connector.getLdap().getSpec());
            case IS_NOT_SET -> check.faults.add("expected a connector of kind oidc, saml, github or ldap");
        }
        check.port(ConnectorForm.callbackPort(connector));
        check.grants(ConnectorForm.grants(connector));
        if (!check.faults.isEmpty()) {
            throw Failure.of(FailureCode.INVALID, String.join("\n", check.faults));
        }
    }

    private void oidc(OidcSpec spec) {
        part("spec.issuer_url", () -> ProviderUrl.parse(spec.getIssuerUrl(), "issuer_url"));
        needed("spec.client_id", spec.getClientId());
        ca(spec.getTrustedCa());
        if (!spec.getMaxAge().isEmpty()) {
            part("spec.max_age", () -> Durations.parse(spec.getMaxAge()));
        }
        spec.getScopeList().forEach(scope -> part("spec.scope", () -> Names.text(scope, "scope")));
    }

    private void saml(SamlSpec spec) {
        boolean described = !spec.getEntityDescriptor().isEmpty()
                || !spec.getEntityDescriptorUrl().isEmpty();
        if (spec.getEntityDescriptor().length() > LONGEST_XML) {
            faults.add("spec.entity_descriptor: expected at most " + LONGEST_XML + " characters");
        }
        if (!spec.getEntityDescriptorUrl().isEmpty()) {
            part(
                    "spec.entity_descriptor_url",
                    () -> ProviderUrl.parse(spec.getEntityDescriptorUrl(), "entity_descriptor_url"));
        }
        if (!described) {
            needed("spec.issuer", spec.getIssuer());
            part("spec.sso", () -> ProviderUrl.parse(spec.getSso(), "sso"));
            part("spec.cert", () -> ProviderTls.certificates(spec.getCert()));
        }
        ca(spec.getTrustedCa());
    }

    private void github(GithubSpec spec) {
        needed("spec.client_id", spec.getClientId());
        needed("spec.client_secret", spec.getClientSecret());
        for (String url : List.of(spec.getEndpointUrl(), spec.getApiEndpointUrl())) {
            if (!url.isEmpty()) {
                part("spec", () -> ProviderUrl.parse(url, "endpoint"));
            }
        }
        spec.getTeamsToRolesList().forEach(line -> needed("spec.teams_to_roles: organization", line.getOrganization()));
        ca(spec.getTrustedCa());
    }

    private void ldap(LdapSpec spec) {
        part("spec", () -> LdapForm.check(spec));
        needed("spec.user_base", spec.getUserBase());
        ca(spec.getTrustedCa());
    }

    private void grants(List<ConnectorForm.GrantLine> lines) {
        if (lines.isEmpty()) {
            faults.add("spec: nobody gets a role by this connector: expected at least one line that gives roles");
        }
        if (lines.size() > MOST_LINES) {
            faults.add("spec: " + lines.size() + " lines that give roles: expected at most " + MOST_LINES);
        }
        for (ConnectorForm.GrantLine line : lines) {
            needed(line.path() + " claim", line.claim());
            needed(line.path() + " value", line.value());
            if (line.value().contains("{{")) {
                faults.add(line.path() + ": templates have no place here: a login rule makes traits");
            } else {
                part(line.path(), () -> TextPattern.parse(line.value()));
            }
            if (line.roles().isEmpty()) {
                faults.add(line.path() + ": expected roles");
            }
            line.roles().forEach(role -> part(line.path(), () -> Names.role(role)));
        }
    }

    private void port(int port) {
        if (port < 0 || port > LAST_PORT) {
            faults.add("spec.callback_port " + port + ": expected 1 to " + LAST_PORT + ", or none for any");
        }
    }

    private void ca(String pem) {
        if (!pem.isBlank()) {
            part("spec.trusted_ca", () -> ProviderTls.certificates(pem));
        }
    }

    private void needed(String path, String value) {
        if (value.isBlank()) {
            faults.add(path + ": missing");
        }
    }

    private void part(String path, Runnable check) {
        try {
            check.run();
        } catch (Failure e) {
            faults.add(path + ": " + e.text());
        } catch (ExpressionException e) {
            faults.add(path + ": " + e.getMessage());
        }
    }
}
