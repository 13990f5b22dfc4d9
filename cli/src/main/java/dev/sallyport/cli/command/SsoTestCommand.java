package dev.sallyport.cli.command;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.BeginTestRequest;
import dev.sallyport.api.v1.Connector;
import dev.sallyport.api.v1.ConnectorServiceGrpc;
import dev.sallyport.api.v1.ConnectorServiceGrpc.ConnectorServiceBlockingStub;
import dev.sallyport.api.v1.FinishSsoRequest;
import dev.sallyport.api.v1.SsoVerdict;
import dev.sallyport.api.v1.StringList;
import dev.sallyport.api.v1.TestDirectoryRequest;
import dev.sallyport.cli.document.Document;
import dev.sallyport.cli.document.DocumentReader;
import dev.sallyport.cli.document.DocumentWriter;
import dev.sallyport.cli.login.Answers;
import dev.sallyport.cli.terminal.Json;
import dev.sallyport.cli.terminal.Neutral;
import dev.sallyport.cli.things.ConnectorThings;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sally sso test}. */
@Command(
        description = {
            "Show what a person would get by a connector, and why, without logging in.",
            "The connector is a stored one, or a file's (-f), which need not be stored."
        })
final class SsoTestCommand implements Runnable {

    @Parameters(paramLabel = "NAME", arity = "0..1", description = "A stored connector.")
    private Optional<String> name = Optional.empty();

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "A connector's document; - for standard input.")
    private Optional<Path> file = Optional.empty();

    @Option(names = "--user", paramLabel = "NAME", description = "Of a directory: who ($SALLY_USER).")
    private Optional<String> user = Optional.empty();

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "Of a directory: the password is its first line ($SALLY_PASSWORD is the password itself).")
    private Optional<String> passwordFile = Optional.empty();

    @Mixin
    private SsoOptions sso = new SsoOptions();

    @Mixin
    private FormatOption format = new FormatOption();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    private final Shell shell;

    SsoTestCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        try (ApiChannel channel = cluster.open(shell)) {
            ConnectorServiceBlockingStub auth = ConnectorServiceGrpc.newBlockingStub(channel.channel());
            Connector connector = connector(channel);
            show(connector.hasLdap() ? byPassword(auth, connector) : byBrowser(auth, connector));
        }
    }

    private Connector connector(ApiChannel channel) {
        if (file.isPresent() == name.isPresent()) {
            throw Failure.of(FailureCode.INVALID, "which connector? Expected its name, or -f FILE");
        }
        if (file.isPresent()) {
            List<Document> documents = DocumentReader.read(file.get().toString(), shell.read(file.get()));
            return ConnectorThings.connector(documents.getFirst().message());
        }
        return ConnectorThings.connector(new ConnectorThings("", channel).one(name.get()));
    }

    private SsoVerdict byPassword(ConnectorServiceBlockingStub auth, Connector connector) {
        Answers answers = new Answers(shell.terminal(), shell.environment(), passwordFile, Optional.empty());
        TestDirectoryRequest.Builder request =
                TestDirectoryRequest.newBuilder().setUser(answers.user(user)).setPassword(answers.password());
        name.ifPresentOrElse(request::setName, () -> request.setConnector(connector));
        return GrpcFailures.calling(() -> auth.testDirectory(request.build()));
    }

    private SsoVerdict byBrowser(ConnectorServiceBlockingStub auth, Connector connector) {
        FinishSsoRequest finish = sso.trip(shell).go(nameOf(connector), port(connector), redirectUri -> {
            BeginTestRequest.Builder request =
                    BeginTestRequest.newBuilder().setRedirectUri(redirectUri).setAcr(sso.acr(shell));
            name.ifPresentOrElse(request::setName, () -> request.setConnector(connector));
            return GrpcFailures.calling(() -> auth.beginTest(request.build()));
        });
        return GrpcFailures.calling(() -> auth.finishTest(finish));
    }

    private static String nameOf(Connector connector) {
        return ConnectorThings.name(ConnectorThings.inner(connector));
    }

    private static int port(Connector connector) {
        return switch (connector.getIsCase()) {
            case OIDC -> connector.getOidc().getSpec().getCallbackPort();
            case SAML -> connector.getSaml().getSpec().getCallbackPort();
            case GITHUB -> connector.getGithub().getSpec().getCallbackPort();
            case LDAP, IS_NOT_SET -> 0;
        };
    }

    private void show(SsoVerdict verdict) {
        if (format.json()) {
            shell.print(Json.list(List.of(verdict), each -> DocumentWriter.root("sso_verdict", each)));
            return;
        }
        line("User:    " + verdict.getUser());
        line("Roles:   " + String.join(", ", verdict.getRolesList()));
        traits("Traits", verdict.getTraitsMap());
        traits("What the provider said", verdict.getClaimsMap());
        line("Why:");
        verdict.getWhyList().forEach(why -> line("  " + why));
        line(verdict.getAdmitted() ? "A login would be let in." : "NO LOGIN: " + verdict.getObjection());
    }

    private void traits(String title, Map<String, StringList> traits) {
        line(title + ":");
        new TreeMap<>(traits)
                .forEach((trait, values) -> line("  " + trait + ": " + String.join(", ", values.getValuesList())));
    }

    private void line(String text) {
        shell.print(Neutral.line(text) + "\n");
    }
}
