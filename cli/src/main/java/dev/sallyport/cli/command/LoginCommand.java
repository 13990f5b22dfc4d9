package dev.sallyport.cli.command;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.ProxyAddress;
import dev.sallyport.cli.connect.FirstContact;
import dev.sallyport.cli.factor.Answering;
import dev.sallyport.cli.factor.FactorMode;
import dev.sallyport.cli.login.Answers;
import dev.sallyport.cli.login.InviteLink;
import dev.sallyport.cli.login.LoginFlow;
import dev.sallyport.cli.login.SsoFlow;
import dev.sallyport.cli.profile.NewLogin;
import dev.sallyport.cli.profile.Profile;
import dev.sallyport.cli.profile.ProfileChoice;
import dev.sallyport.cli.profile.ProfileFiles;
import dev.sallyport.cli.terminal.Neutral;
import dev.sallyport.cli.terminal.Times;
import dev.sallyport.model.Durations;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.pki.CaPin;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sally login}. */
@Command(
        description = {
            "Log in, for some hours. What is not given is asked for.",
            "The first time at a proxy, an invite link or --ca-pin proves that it is the right one, or its public certificate."
        })
final class LoginCommand implements Runnable {

    @Option(names = "--proxy", paramLabel = "HOST:PORT", description = "The cluster's proxy ($SALLY_PROXY).")
    private Optional<String> proxy = Optional.empty();

    @Option(names = "--user", paramLabel = "NAME", description = "Who you are ($SALLY_USER).")
    private Optional<String> user = Optional.empty();

    @Option(names = "--ca-pin", paramLabel = "sha256:HEX", description = "What proves the cluster ($SALLY_CA_PIN).")
    private List<String> pins = new ArrayList<>();

    @Option(
            names = "--invite",
            paramLabel = "LINK|CODE",
            description = "Accept an invite: set password and second factor first ($SALLY_INVITE).")
    private Optional<String> invite = Optional.empty();

    @Option(names = "--ttl", paramLabel = "TIME", description = "How long, such as 8h; at most 30h.")
    private Optional<String> ttl = Optional.empty();

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description =
                    "The password is its first line; - is standard input ($SALLY_PASSWORD is the password itself).")
    private Optional<String> passwordFile = Optional.empty();

    @Option(names = "--otp", paramLabel = "CODE", description = "One-time code ($SALLY_OTP).")
    private Optional<String> otp = Optional.empty();

    @Option(
            names = "--otp-secret-out",
            paramLabel = "FILE",
            description = "With --invite: save the second factor's secret (base32), for scripts that compute codes.")
    private Optional<Path> otpSecretOut = Optional.empty();

    @Option(
            names = "--request-id",
            paramLabel = "ID",
            description = "An approved access request that is to be part of this login; may be given several times.")
    private List<String> requests = new ArrayList<>();

    @Mixin
    private SsoOptions sso = new SsoOptions();

    @Option(
            names = "--mfa-mode",
            paramLabel = "MODE",
            description = "What answers for the second factor: auto, key, browser or otp ($SALLY_MFA_MODE).")
    private Optional<String> mfaMode = Optional.empty();

    @Option(
            names = "--passwordless",
            description = "By a security key that knows you, with its PIN; no user, no password.")
    private boolean passwordless;

    @Option(names = "--headless", description = "Approve it where you are logged in: sally headless approve CODE.")
    private boolean headless;

    @Option(names = "--no-agent", description = "Do not load the key into a running ssh-agent.")
    private boolean noAgent;

    private final Shell shell;

    LoginCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        Optional<InviteLink> link =
                invite.or(() -> shell.variable("SALLY_INVITE")).map(InviteLink::parse);
        ProxyAddress address = address(link);
        Optional<Profile> earlier = earlier(address);
        Answers answers = new Answers(shell.terminal(), shell.environment(), passwordFile, otp);
        LoginFlow.Wish wish = new LoginFlow.Wish(
                user,
                manner(),
                link.map(InviteLink::code),
                otpSecretOut,
                ttl.map(Durations::parse).orElse(Duration.ZERO),
                requests);
        NewLogin login;
        try (ApiChannel channel =
                new FirstContact(address, shell.clock(), shell.publicTrust()).open(pins(link), earlier)) {
            Optional<String> connector = link.isPresent() ? Optional.empty() : sso.connector(shell);
            login = connector
                    .map(name -> new SsoFlow(
                                    answers,
                                    answering(address),
                                    sso.trip(shell),
                                    shell.random().get())
                            .run(address, channel, new SsoFlow.Wish(name, sso.acr(shell), wish)))
                    .orElseGet(() -> new LoginFlow(
                                    answers,
                                    answering(address),
                                    shell.clock(),
                                    shell.random().get())
                            .run(address, channel, wish));
        }
        earlier.ifPresent(profile -> shell.keyAgent().remove(new ProfileFiles(profile.folder()).sshKey()));
        Profile profile = login.save(shell.profiles(), shell.launcher());
        tell(profile, loaded(profile));
        hint(login);
    }

    private void hint(NewLogin login) {
        if (login.credentials().getAddSecondFactor()) {
            shell.terminal()
                    .err()
                    .println("This cluster wants a second factor of you, and you have none. Within ten minutes:"
                            + " sally mfa add --name=NAME");
        }
    }

    private LoginFlow.Manner manner() {
        if (passwordless && headless) {
            throw Failure.of(FailureCode.INVALID, "--passwordless or --headless, not both");
        }
        return passwordless
                ? LoginFlow.Manner.PASSWORDLESS
                : headless ? LoginFlow.Manner.HEADLESS : LoginFlow.Manner.PASSWORD;
    }

    private Answering answering(ProxyAddress address) {
        Answering usual = shell.answering(address);
        return new Answering(
                usual.terminal(),
                usual.tools(),
                address,
                mfaMode.map(FactorMode::parse).orElse(usual.mode()),
                otp.or(usual::otp));
    }

    private ProxyAddress address(Optional<InviteLink> link) {
        return proxy.map(ProxyAddress::parse)
                .or(() -> link.flatMap(InviteLink::proxy))
                .or(() -> shell.variable("SALLY_PROXY").map(ProxyAddress::parse))
                .or(() -> shell.profiles()
                        .lookUp(new ProfileChoice(Optional.empty(), Optional.empty()))
                        .map(Profile::proxy))
                .orElseThrow(() -> Failure.of(FailureCode.INVALID, "which proxy? Next: sally login --proxy=HOST:PORT"));
    }

    private Optional<Profile> earlier(ProxyAddress address) {
        try {
            return shell.profiles().lookUp(new ProfileChoice(Optional.of(address.toString()), Optional.empty()));
        } catch (Failure e) {
            // Damaged files of an earlier login: this one replaces them, and trusts nothing of them.
            return Optional.empty();
        }
    }

    private List<CaPin> pins(Optional<InviteLink> link) {
        Stream<String> given = pins.isEmpty() ? shell.variable("SALLY_CA_PIN").stream() : pins.stream();
        return Stream.concat(given.map(CaPin::parse), link.flatMap(InviteLink::pin).stream())
                .toList();
    }

    private boolean loaded(Profile profile) {
        Duration life = Duration.between(shell.clock().instant(), profile.notAfter());
        return !noAgent && shell.keyAgent().add(new ProfileFiles(profile.folder()).sshKey(), life);
    }

    private void tell(Profile profile, boolean inAgent) {
        Duration life = Duration.between(shell.clock().instant(), profile.notAfter());
        shell.print(Neutral.line("Logged in to " + profile.cluster() + " as " + profile.user() + " until "
                        + Times.minute(profile.notAfter(), shell.zone()) + " (" + Times.span(life) + ").")
                + "\n");
        if (inAgent) {
            shell.print("The key is in your ssh-agent too.\n");
        }
    }
}
