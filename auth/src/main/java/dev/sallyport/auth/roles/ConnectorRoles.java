package dev.sallyport.auth.roles;

import dev.sallyport.api.v1.AttributeMapping;
import dev.sallyport.api.v1.ClaimMapping;
import dev.sallyport.api.v1.Connector;
import dev.sallyport.api.v1.GroupMapping;
import dev.sallyport.api.v1.LdapSpec;
import dev.sallyport.api.v1.TeamMapping;
import java.util.List;
import java.util.stream.Stream;

/** The roles that a connector may give. */
public final class ConnectorRoles {

    private ConnectorRoles() {}

    /** Each once. */
    public static List<String> of(Connector connector) {
        Stream<List<String>> lists = switch (connector.getIsCase()) {
            case OIDC ->
                connector.getOidc().getSpec().getClaimsToRolesList().stream().map(ClaimMapping::getRolesList);
            case SAML ->
                connector.getSaml().getSpec().getAttributesToRolesList().stream()
                        .map(AttributeMapping::getRolesList);
            case GITHUB ->
                connector.getGithub().getSpec().getTeamsToRolesList().stream().map(TeamMapping::getRolesList);
            case LDAP -> ofDirectory(connector.getLdap().getSpec());
            case IS_NOT_SET -> Stream.of();
        };
        return lists.flatMap(List::stream).distinct().toList();
    }

    private static Stream<List<String>> ofDirectory(LdapSpec spec) {
        return Stream.concat(
                spec.getGroupsToRolesList().stream().map(GroupMapping::getRolesList),
                spec.getAttributesToRolesList().stream().map(AttributeMapping::getRolesList));
    }
}
