package dev.sallyport.api.machine;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.sallyport.api.ClusterTrust;
import dev.sallyport.api.v1.Trust;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.pki.Certificates;
import dev.sallyport.pki.Keys;
import dev.sallyport.pki.Pem;
import dev.sallyport.pki.PemBundle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A machine's identity as one PEM file, so that its parts cannot come from two renewals. Beside the usual sections it has
 * {@code SALLYPORT} ones: the id, both SSH halves, the trust.
 */
final class MachineFile {

    static final String NAME = "machine.pem";

    private static final String ID = "SALLYPORT MACHINE ID";
    private static final String SSH_KEY = "SALLYPORT SSH HOST KEY";
    private static final String SSH_PUBLIC_KEY = "SALLYPORT SSH HOST PUBLIC KEY";
    private static final String SSH_CERTIFICATE = "SALLYPORT SSH HOST CERTIFICATE";
    private static final String TRUST = "SALLYPORT TRUST";

    private MachineFile() {}

    static void save(Path folder, MachineIdentity machine) {
        List<Pem.Section> sections = new ArrayList<>();
        sections.add(text(ID, machine.id()));
        sections.addAll(PemBundle.of(machine.keys().tls().getPrivate(), machine.tlsChain())
                .sections());
        KeyPair ssh = machine.keys().sshHost();
        sections.add(new Pem.Section(SSH_KEY, ssh.getPrivate().getEncoded()));
        sections.add(new Pem.Section(SSH_PUBLIC_KEY, ssh.getPublic().getEncoded()));
        sections.add(text(SSH_CERTIFICATE, machine.sshHostCertificate()));
        sections.add(new Pem.Section(TRUST, machine.trust().toProto().toByteArray()));
        Pem.write(folder.resolve(NAME), sections);
    }

    static Optional<MachineIdentity> load(Path folder) {
        Path file = folder.resolve(NAME);
        return Pem.read(file).map(sections -> {
            try {
                return identity(sections);
            } catch (Failure | InvalidProtocolBufferException e) {
                throw Failure.of(
                        FailureCode.INVALID,
                        "the machine's identity in " + file
                                + " is damaged: take the file away and join again with a new"
                                + " token ('sally tokens add')",
                        e);
            }
        });
    }

    private static MachineIdentity identity(List<Pem.Section> sections) throws InvalidProtocolBufferException {
        List<Pem.Section> chain = sections.stream()
                .filter(section -> section.label().equals("CERTIFICATE"))
                .toList();
        var certificates =
                Certificates.decodeAll(chain.stream().map(Pem.Section::der).toList());
        if (certificates.isEmpty()) {
            throw Failure.of(FailureCode.INVALID, "no certificate");
        }
        KeyPair tls =
                new KeyPair(certificates.getFirst().getPublicKey(), Keys.privateKey(only(sections, "PRIVATE KEY")));
        KeyPair ssh =
                new KeyPair(Keys.publicKey(only(sections, SSH_PUBLIC_KEY)), Keys.privateKey(only(sections, SSH_KEY)));
        if (!Keys.belongTogether(tls.getPrivate(), tls.getPublic())
                || !Keys.belongTogether(ssh.getPrivate(), ssh.getPublic())) {
            throw Failure.of(FailureCode.INVALID, "a key does not belong to its certificate");
        }
        return new MachineIdentity(
                string(sections, ID),
                new MachineKeys(tls, ssh),
                certificates,
                string(sections, SSH_CERTIFICATE),
                ClusterTrust.of(Trust.parseFrom(only(sections, TRUST))));
    }

    private static Pem.Section text(String label, String text) {
        return new Pem.Section(label, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String string(List<Pem.Section> sections, String label) {
        return new String(only(sections, label), StandardCharsets.UTF_8);
    }

    private static byte[] only(List<Pem.Section> sections, String label) {
        List<Pem.Section> found = sections.stream()
                .filter(section -> section.label().equals(label))
                .toList();
        if (found.size() != 1) {
            throw Failure.of(FailureCode.INVALID, "expected one section " + label + ", found " + found.size());
        }
        return found.getFirst().der();
    }
}
