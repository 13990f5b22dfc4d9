package dev.sallyport.testing.postgres;

import dev.sallyport.model.access.Identity;
import dev.sallyport.pki.PemBundle;
import dev.sallyport.pki.x509.TlsIdentity;
import dev.sallyport.testing.TestAuthority;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * Files for a server that speaks TLS as {@code localhost}.
 *
 * @param ca whom a client has to believe
 * @param otherCa an authority that did not sign the server's certificate
 */
public record PostgresTls(Path ca, Path otherCa, Path server) {

    /** Makes them. */
    public static PostgresTls in(Path folder) {
        TestAuthority authority = new TestAuthority(InstantSource.system());
        TlsIdentity identity = authority.server(Identity.Kind.AUTH, "postgres", "localhost");
        PostgresTls files =
                new PostgresTls(folder.resolve("ca.pem"), folder.resolve("other-ca.pem"), folder.resolve("server.pem"));
        PemBundle.of(List.of(authority.hostCa().certificate())).write(files.ca);
        PemBundle.of(List.of(new TestAuthority(InstantSource.system()).hostCa().certificate()))
                .write(files.otherCa);
        PemBundle.of(identity.key(), identity.chain()).write(files.server);
        return files;
    }

    /** For {@link PostgresServer#start(Path, Map)}. */
    public Map<String, String> settings() {
        return Map.of("ssl", "on", "ssl_cert_file", server.toString(), "ssl_key_file", server.toString());
    }
}
