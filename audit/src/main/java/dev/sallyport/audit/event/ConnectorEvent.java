package dev.sallyport.audit.event;

/** What changes by which identity providers people come in, and what they get by them. */
public sealed interface ConnectorEvent extends AuditEvent {

    @Catalogued(
            type = "connector.create",
            code = "SSO001I",
            since = "0.1.0",
            meaning = "A connector to an identity provider was added.")
    record Created(
            EventHead head,
            @Meaning("the connector") String name,
            @Meaning("`oidc`, `saml`, `github`, `ldap`") String kind)
            implements ConnectorEvent {}

    @Catalogued(
            type = "connector.update",
            code = "SSO002I",
            since = "0.1.0",
            meaning = "A connector to an identity provider was changed.")
    record Updated(
            EventHead head,
            @Meaning("the connector") String name,
            @Meaning("`oidc`, `saml`, `github`, `ldap`") String kind)
            implements ConnectorEvent {}

    @Catalogued(
            type = "connector.delete",
            code = "SSO003I",
            since = "0.1.0",
            meaning = "A connector to an identity provider was removed.")
    record Deleted(
            EventHead head,
            @Meaning("the connector") String name,
            @Meaning("`oidc`, `saml`, `github`, `ldap`") String kind)
            implements ConnectorEvent {}

    @Catalogued(
            type = "connector.test",
            code = "SSO004I",
            since = "0.1.0",
            meaning = "An administrator looked at what somebody would get by a connector; nobody was logged in.")
    record Tested(
            EventHead head,
            @Meaning("the connector") String name,

            @Meaning("whom the provider named") String person,

            @Meaning("whether a login would be let in") boolean admitted)
            implements ConnectorEvent {}

    @Catalogued(
            type = "connector.scim.token",
            code = "SSO005I",
            since = "0.1.0",
            meaning = "A bearer token for SCIM was made; the one before is worth nothing.")
    record ScimTokenMade(
            EventHead head, @Meaning("the connector") String name) implements ConnectorEvent {}

    @Catalogued(
            type = "connector.scim.user",
            code = "SSO006I",
            since = "0.1.0",
            meaning = "An identity provider made, changed or removed a user by SCIM.")
    record ScimUser(
            EventHead head,
            @Meaning("the connector") String name,
            @Meaning("the user") String person,

            @Meaning("`created`, `changed`, `deactivated`, `removed`")
            String change,

            @Meaning("roles that it has now, comma-separated")
            String roles)
            implements ConnectorEvent {}

    @Catalogued(
            type = "connector.scim.group",
            code = "SSO007I",
            since = "0.1.0",
            meaning = "An identity provider made, changed or removed a group by SCIM.")
    record ScimGroup(
            EventHead head,
            @Meaning("the connector") String name,
            @Meaning("the group") String group,
            @Meaning("`written`, `removed`") String change)
            implements ConnectorEvent {}

    @Catalogued(
            type = "login-rule.update",
            code = "SSO010I",
            since = "0.1.0",
            meaning = "A login rule was added or changed.")
    record LoginRuleWritten(
            EventHead head, @Meaning("the rule") String name) implements ConnectorEvent {}

    @Catalogued(type = "login-rule.delete", code = "SSO011I", since = "0.1.0", meaning = "A login rule was removed.")
    record LoginRuleRemoved(
            EventHead head, @Meaning("the rule") String name) implements ConnectorEvent {}
}
