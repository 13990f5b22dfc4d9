package dev.sallyport.cli.command;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.Device;
import dev.sallyport.api.v1.DeviceOffer;
import dev.sallyport.api.v1.FactorServiceGrpc;
import dev.sallyport.api.v1.FactorServiceGrpc.FactorServiceBlockingStub;
import dev.sallyport.api.v1.FinishDeviceReply;
import dev.sallyport.api.v1.FinishDeviceRequest;
import dev.sallyport.api.v1.StartDeviceRequest;
import dev.sallyport.cli.factor.Answering;
import dev.sallyport.cli.factor.Waiting;
import dev.sallyport.cli.login.NewAuthenticator;
import dev.sallyport.cli.terminal.Neutral;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sally mfa add}. */
@Command(
        description = {
            "Add a security key, a passkey or an authenticator app to those that log you in. Takes one that you have.",
            "A key that is plugged in is asked at once; where there is none, or with $SALLY_MFA_MODE=browser, the browser is."
        })
final class MfaAddCommand implements Runnable {

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            defaultValue = "webauthn",
            description = "webauthn (security key, passkey) or totp (authenticator app); default ${DEFAULT-VALUE}.")
    private String type = "webauthn";

    @Option(names = "--name", paramLabel = "NAME", required = true, description = "What you call it.")
    private String name = "";

    @Option(names = "--passwordless", description = "A resident key with a PIN: it logs in alone, without a password.")
    private boolean passwordless;

    @Option(
            names = "--otp-secret-out",
            paramLabel = "FILE",
            description = "With --type=totp: save the secret (base32) instead of showing it, for scripts.")
    private Optional<Path> secretOut = Optional.empty();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    private final Shell shell;

    MfaAddCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        StartDeviceRequest request = StartDeviceRequest.newBuilder()
                .setKind(type)
                .setName(name)
                .setPasswordless(passwordless)
                .build();
        try (ApiChannel channel = cluster.open(shell)) {
            var factors = FactorServiceGrpc.newBlockingStub(channel.channel());
            DeviceOffer offer = GrpcFailures.calling(() -> factors.startDevice(request));
            Device device = offer.hasKey() ? key(factors, offer) : app(factors, offer);
            shell.print(Neutral.line("Added " + device.getName() + ".") + "\n");
        }
    }

    private Device key(FactorServiceBlockingStub factors, DeviceOffer offer) {
        Answering answering = cluster.answering(shell);
        FinishDeviceRequest.Builder answer = FinishDeviceRequest.newBuilder().setId(offer.getId());
        answering.make(offer).ifPresent(answer::setAttestation);
        return Waiting.until(offer.getNotAfter(), answering.tools().pause(), () -> {
            FinishDeviceReply reply = GrpcFailures.calling(() -> factors.finishDevice(answer.build()));
            return reply.getPending() ? Optional.empty() : Optional.of(reply.getDevice());
        });
    }

    private Device app(FactorServiceBlockingStub factors, DeviceOffer offer) {
        String code = new NewAuthenticator(shell.terminal(), secretOut, shell.clock()).code(offer.getOtpUri());
        return GrpcFailures.calling(() -> factors.finishDevice(FinishDeviceRequest.newBuilder()
                        .setId(offer.getId())
                        .setCode(code)
                        .build()))
                .getDevice();
    }
}
