package dev.sallyport.server.config;

import static dev.sallyport.server.config.Key.maybe;
import static dev.sallyport.server.config.Key.with;
import static dev.sallyport.server.config.RoleKeys.PATH;

/** Keys of what auth wants of second factors. */
final class FactorKeys {

    static final Key KEY = Key.section(
            "second_factor",
            "Security keys, passkeys, one-time codes.",
            maybe(
                    "rp_id",
                    new Shape.Text(253),
                    "proxy.example.com",
                    "Whose people's security keys are; without it the host of proxy_public_addr. Once there are keys it must stay: they know no other."),
            with(
                    "browser",
                    new Shape.Flag(),
                    "true",
                    "Whether the proxies' page may answer for a second factor. What a stolen proxy could do with it: docs/reference/second-factors.md."),
            with(
                    "admin_actions",
                    new Shape.Flag(),
                    "false",
                    "Whether each action of administration takes a second factor of its own."),
            maybe(
                    "attestation_allowed_cas",
                    PATH,
                    "/etc/sallyport/makers.pem",
                    "CAs of makers, PEM: a new security key must prove that it comes from one of them."),
            maybe(
                    "attestation_denied_cas",
                    PATH,
                    "/etc/sallyport/denied-makers.pem",
                    "CAs of makers, PEM: a new security key must prove that it comes from none of them."));

    private FactorKeys() {}

    static DaemonConfig.Factors read(Table factors) {
        return new DaemonConfig.Factors(
                factors.maybeText("rp_id"),
                factors.flag("browser"),
                factors.flag("admin_actions"),
                factors.maybePath("attestation_allowed_cas"),
                factors.maybePath("attestation_denied_cas"));
    }
}
