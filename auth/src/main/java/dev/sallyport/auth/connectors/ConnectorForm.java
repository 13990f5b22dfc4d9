package dev.sallyport.auth.connectors;

import dev.sallyport.api.v1.AttributeMapping;
import dev.sallyport.api.v1.ClaimMapping;
import dev.sallyport.api.v1.Connector;
import dev.sallyport.api.v1.GroupMapping;
import dev.sallyport.api.v1.Metadata;
import dev.sallyport.api.v1.TeamMapping;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.util.List;
import java.util.stream.Stream;

/** What connectors of all kinds have, each at its own place. */
public final class ConnectorForm {

    /** What stands for a secret that is not shown. */
    public static final String HIDDEN = "***";

    private ConnectorForm() {}

    /** {@code oidc}, {@code saml}, {@code github}, {@code ldap}. */
    public static String kind(Connector connector) {
        return switch (connector.getIsCase()) {
            case OIDC -> "oidc";
            case SAML -> "saml";
            case GITHUB -> "github";
            case LDAP -> "ldap";
            case IS_NOT_SET ->
                throw Failure.of(FailureCode.INVALID, "a connector of no kind: expected oidc, saml, github or ldap");
        };
    }

    public static Metadata metadata(Connector connector) {
        return switch (connector.getIsCase()) {
            case OIDC -> connector.getOidc().getMetadata();
            case SAML -> connector.getSaml().getMetadata();
            case GITHUB -> connector.getGithub().getMetadata();
            case LDAP -> connector.getLdap().getMetadata();
            case IS_NOT_SET -> Metadata.getDefaultInstance();
        };
    }

    public static String name(Connector connector) {
        return metadata(connector).getName();
    }

    /** For people. */
    public static String display(Connector connector) {
        return switch (connector.getIsCase()) {
            case OIDC -> connector.getOidc().getSpec().getDisplay();
            case SAML -> connector.getSaml().getSpec().getDisplay();
            case GITHUB -> connector.getGithub().getSpec().getDisplay();
            case LDAP -> connector.getLdap().getSpec().getDisplay();
            case IS_NOT_SET -> "";
        };
    }

    /** The port to which browsers come back; 0 for any. */
    public static int callbackPort(Connector connector) {
        return switch (connector.getIsCase()) {
            case OIDC -> connector.getOidc().getSpec().getCallbackPort();
            case SAML -> connector.getSaml().getSpec().getCallbackPort();
            case GITHUB -> connector.getGithub().getSpec().getCallbackPort();
            case LDAP, IS_NOT_SET -> 0;
        };
    }

    static Connector withRevision(Connector connector, long revision) {
        Connector.Builder changed = connector.toBuilder();
        switch (connector.getIsCase()) {
            case OIDC -> changed.getOidcBuilder().getMetadataBuilder().setRevision(revision);
            case SAML -> changed.getSamlBuilder().getMetadataBuilder().setRevision(revision);
            case GITHUB -> changed.getGithubBuilder().getMetadataBuilder().setRevision(revision);
            case LDAP -> changed.getLdapBuilder().getMetadataBuilder().setRevision(revision);
            case IS_NOT_SET -> throw new IllegalArgumentException("a connector of no kind");
        }
        return changed.build();
    }

    /** What it proves itself with at the provider; empty where there is nothing. */
    static String secret(Connector connector) {
        return switch (connector.getIsCase()) {
            case OIDC -> connector.getOidc().getSpec().getClientSecret();
            case GITHUB -> connector.getGithub().getSpec().getClientSecret();
            case LDAP -> connector.getLdap().getSpec().getBindPassword();
            case SAML, IS_NOT_SET -> "";
        };
    }

    static Connector withSecret(Connector connector, String secret) {
        Connector.Builder changed = connector.toBuilder();
        switch (connector.getIsCase()) {
            case OIDC -> changed.getOidcBuilder().getSpecBuilder().setClientSecret(secret);
            case GITHUB -> changed.getGithubBuilder().getSpecBuilder().setClientSecret(secret);
            case LDAP -> changed.getLdapBuilder().getSpecBuilder().setBindPassword(secret);
            case SAML, IS_NOT_SET -> {}
        }
        return changed.build();
    }

    /** Where its secret goes: while this is the same, a hidden secret may stay. */
    static List<String> destination(Connector connector) {
        return switch (connector.getIsCase()) {
            case OIDC -> {
                var spec = connector.getOidc().getSpec();
                yield List.of(spec.getIssuerUrl(), spec.getTrustedCa());
            }
            case GITHUB -> {
                var spec = connector.getGithub().getSpec();
                yield List.of(spec.getEndpointUrl(), spec.getApiEndpointUrl(), spec.getTrustedCa());
            }
            case LDAP -> {
                var spec = connector.getLdap().getSpec();
                yield Stream.concat(
                                Stream.of(String.valueOf(spec.getStartTls()), spec.getTrustedCa(), spec.getBindDn()),
                                spec.getUrlsList().stream())
                        .toList();
            }
            case SAML, IS_NOT_SET -> List.of();
        };
    }

    /**
     * A line of its mapping.
     *
     * @param path where it stands
     */
    public record GrantLine(String path, String claim, String value, List<String> roles) {
        public GrantLine {
            roles = List.copyOf(roles);
        }
    }

    /** Its mapping, as claims and values whatever the kind calls them. */
    public static List<GrantLine> grants(Connector connector) {
        return switch (connector.getIsCase()) {
            case OIDC -> {
                List<ClaimMapping> lines = connector.getOidc().getSpec().getClaimsToRolesList();
                yield numbered(
                        lines.size(),
                        "spec.claims_to_roles",
                        i -> line(
                                lines.get(i).getClaim(),
                                lines.get(i).getValue(),
                                lines.get(i).getRolesList()));
            }
            case SAML -> attributes(connector.getSaml().getSpec().getAttributesToRolesList());
            case GITHUB -> {
                List<TeamMapping> lines = connector.getGithub().getSpec().getTeamsToRolesList();
                yield numbered(lines.size(), "spec.teams_to_roles", i -> team(lines.get(i)));
            }
            case LDAP -> {
                List<GroupMapping> lines = connector.getLdap().getSpec().getGroupsToRolesList();
                yield Stream.concat(
                                numbered(
                                        lines.size(),
                                        "spec.groups_to_roles",
                                        i -> line(
                                                "groups",
                                                lines.get(i).getGroup(),
                                                lines.get(i).getRolesList()))
                                        .stream(),
                                attributes(connector.getLdap().getSpec().getAttributesToRolesList()).stream())
                        .toList();
            }
            case IS_NOT_SET -> List.of();
        };
    }

    private static List<GrantLine> attributes(List<AttributeMapping> lines) {
        return numbered(
                lines.size(),
                "spec.attributes_to_roles",
                i -> line(
                        lines.get(i).getName(),
                        lines.get(i).getValue(),
                        lines.get(i).getRolesList()));
    }

    /** GitHub's names are the same in any case. */
    private static GrantLine team(TeamMapping line) {
        String organization = line.getOrganization().toLowerCase(java.util.Locale.ROOT);
        String team = line.getTeam().toLowerCase(java.util.Locale.ROOT);
        return team.isEmpty()
                ? line("organizations", organization, line.getRolesList())
                : line("teams", organization + "/" + team, line.getRolesList());
    }

    private static GrantLine line(String claim, String value, List<String> roles) {
        return new GrantLine("", claim, value, roles);
    }

    private static List<GrantLine> numbered(int count, String path, java.util.function.IntFunction<GrantLine> line) {
        return java.util.stream.IntStream.range(0, count)
                .mapToObj(i -> {
                    GrantLine each = line.apply(i);
                    return new GrantLine(path + "[" + i + "]", each.claim(), each.value(), each.roles());
                })
                .toList();
    }
}
