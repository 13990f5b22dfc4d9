package dev.sallyport.auth.sso;

import dev.sallyport.api.v1.Connector;
import dev.sallyport.auth.connectors.ConnectorForm;
import dev.sallyport.auth.sso.github.GithubWay;
import dev.sallyport.auth.sso.ldap.LdapWay;
import dev.sallyport.auth.sso.oidc.OidcWay;
import dev.sallyport.auth.sso.provider.BrowserWay;
import dev.sallyport.auth.sso.saml.SamlWay;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;

/**
 * The protocol of each connector.
 *
 * @param cluster the cluster's name
 * @param limit for one conversation with a provider
 */
record Ways(String cluster, InstantSource clock, SecureRandom random, Duration limit) {

    /** @throws Failure INVALID for one that needs a browser */
    LdapWay directory(Connector connector) {
        String name = ConnectorForm.name(connector);
        if (!connector.hasLdap()) {
            throw Failure.of(FailureCode.INVALID, "the connector " + name + " takes no password: it needs a browser");
        }
        return new LdapWay(name, connector.getLdap().getSpec(), limit, clock);
    }

    /** @throws Failure INVALID for one that needs no browser */
    BrowserWay browser(Connector connector) {
        String name = ConnectorForm.name(connector);
        return switch (connector.getIsCase()) {
            case OIDC -> new OidcWay(name, connector.getOidc().getSpec(), clock, random, limit);
            case SAML -> new SamlWay(name, connector.getSaml().getSpec(), cluster, clock, random, limit);
            case GITHUB -> new GithubWay(name, connector.getGithub().getSpec(), random, limit);
            case LDAP, IS_NOT_SET ->
                throw Failure.of(FailureCode.INVALID, "the connector " + name + " takes user and password, no browser");
        };
    }
}
