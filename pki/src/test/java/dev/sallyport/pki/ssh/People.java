package dev.sallyport.pki.ssh;

import dev.sallyport.model.access.Identity;
import dev.sallyport.pki.identity.CertifiedIdentity;
import java.util.List;
import java.util.Map;

/** Whom the tests are about. */
final class People {

    private People() {}

    static CertifiedIdentity alice() {
        return new CertifiedIdentity(
                new Identity(
                        "alice", Identity.Kind.USER, List.of("dev", "access"), Map.of("logins", List.of("deploy"))),
                "0190b2c4-0000-7000-8000-000000000001");
    }
}
