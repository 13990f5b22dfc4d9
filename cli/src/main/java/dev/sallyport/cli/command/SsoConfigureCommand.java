package dev.sallyport.cli.command;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.sallyport.api.v1.GithubConnector;
import dev.sallyport.api.v1.LdapConnector;
import dev.sallyport.api.v1.Metadata;
import dev.sallyport.api.v1.OidcConnector;
import dev.sallyport.api.v1.SamlConnector;
import dev.sallyport.cli.document.DocumentWriter;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.model.NearestName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sally sso configure}. */
@Command(
        description = {
            "Print a connector's document. Then: sally sso test -f FILE, sally create -f FILE.",
            "For example: sally sso configure oidc corp --set issuer_url=https://id.example.com --set client_id=sally",
            "  --secret-file=secret --roles groups,admins,editor"
        })
final class SsoConfigureCommand implements Runnable {

    /** The kinds. */
    enum Kind {
        oidc,
        saml,
        github,
        ldap
    }

    @Parameters(index = "0", paramLabel = "KIND", description = "${COMPLETION-CANDIDATES}.")
    private Kind kind = Kind.oidc;

    @Parameters(index = "1", paramLabel = "NAME", description = "What people write after --auth=.")
    private String name = "";

    @Option(names = "--set", paramLabel = "FIELD=VALUE", description = "A field of the document's spec.")
    private List<String> fields = new ArrayList<>();

    @Option(
            names = "--set-file",
            paramLabel = "FIELD=FILE",
            description = "The same, from a file: entity_descriptor, cert, trusted_ca.")
    private List<String> files = new ArrayList<>();

    @Option(
            names = "--secret-file",
            paramLabel = "FILE",
            description = "The first line is the client secret, or a directory's bind password.")
    private Optional<Path> secretFile = Optional.empty();

    @Option(
            names = "--roles",
            paramLabel = "CLAIM,VALUE,ROLE",
            description =
                    "Who has this value gets this role. Of GitHub: ORGANIZATION,TEAM,ROLE. Of LDAP: groups,GROUP,ROLE.")
    private List<String> roles = new ArrayList<>();

    private final Shell shell;

    SsoConfigureCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        Message.Builder connector = empty().newBuilderForType();
        FieldDescriptor specField = connector.getDescriptorForType().findFieldByName("spec");
        connector.setField(
                connector.getDescriptorForType().findFieldByName("metadata"),
                Metadata.newBuilder().setName(name).build());
        Message.Builder spec = connector.newBuilderForField(specField);
        fields.forEach(each -> set(spec, split(each), false));
        files.forEach(each -> set(spec, split(each), true));
        secretFile.ifPresent(file -> set(
                spec,
                new String[] {kind == Kind.ldap ? "bind_password" : "client_secret", firstLine(shell.read(file))},
                false));
        roles.forEach(line -> addRoles(spec, line.split(",", 3)));
        Message document = connector.setField(specField, spec.build()).build();
        shell.print(DocumentWriter.yaml(kind.name(), List.of(document)));
    }

    private Message empty() {
        return switch (kind) {
            case oidc -> OidcConnector.getDefaultInstance();
            case saml -> SamlConnector.getDefaultInstance();
            case github -> GithubConnector.getDefaultInstance();
            case ldap -> LdapConnector.getDefaultInstance();
        };
    }

    private void set(Message.Builder spec, String[] both, boolean file) {
        FieldDescriptor field = field(spec, both[0]);
        String text = file ? shell.read(Path.of(both[1])) : both[1];
        Object value = switch (field.getJavaType()) {
            case STRING -> text;
            case BOOLEAN -> Boolean.parseBoolean(text);
            case INT -> number(both[0], text);
            default ->
                throw Failure.of(FailureCode.INVALID, "--set " + both[0] + ": lines of a mapping are given by --roles");
        };
        if (field.isRepeated()) {
            spec.addRepeatedField(field, value);
        } else {
            spec.setField(field, value);
        }
    }

    private static FieldDescriptor field(Message.Builder spec, String name) {
        FieldDescriptor field = spec.getDescriptorForType().findFieldByName(name);
        if (field == null) {
            List<String> names = spec.getDescriptorForType().getFields().stream()
                    .map(FieldDescriptor::getName)
                    .toList();
            throw Failure.of(
                    FailureCode.INVALID,
                    "there is no field '" + name + "': "
                            + NearestName.to(name, names)
                                    .map(near -> "did you mean '" + near + "'?")
                                    .orElse("expected one of " + String.join(", ", names)));
        }
        return field;
    }

    private void addRoles(Message.Builder spec, String[] parts) {
        if (parts.length != 3) {
            throw Failure.of(FailureCode.INVALID, "--roles " + String.join(",", parts) + ": expected CLAIM,VALUE,ROLE");
        }
        String mapping = switch (kind) {
            case oidc -> "claims_to_roles";
            case saml -> "attributes_to_roles";
            case github -> "teams_to_roles";
            case ldap -> parts[0].equals("groups") ? "groups_to_roles" : "attributes_to_roles";
        };
        FieldDescriptor field = field(spec, mapping);
        Message.Builder line = spec.newBuilderForField(field);
        List<FieldDescriptor> texts = line.getDescriptorForType().getFields();
        // Of groups the claim is always the same, and has no field.
        int skip = mapping.equals("groups_to_roles") ? 1 : 0;
        for (int i = skip; i < 2; i++) {
            line.setField(texts.get(i - skip), parts[i]);
        }
        line.addRepeatedField(line.getDescriptorForType().findFieldByName("roles"), parts[2]);
        spec.addRepeatedField(field, line.build());
    }

    private static int number(String field, String text) {
        if (!text.matches("[0-9]{1,9}")) {
            throw Failure.of(FailureCode.INVALID, "--set " + field + "=" + text + ": expected a number");
        }
        return Integer.parseInt(text);
    }

    private static String[] split(String each) {
        String[] both = each.split("=", 2);
        if (both.length != 2) {
            throw Failure.of(FailureCode.INVALID, "'" + each + "': expected FIELD=VALUE");
        }
        return both;
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}
