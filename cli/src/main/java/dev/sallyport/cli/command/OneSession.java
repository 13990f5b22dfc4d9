package dev.sallyport.cli.command;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.FactorServiceGrpc;
import dev.sallyport.api.v1.SessionCertificate;
import dev.sallyport.api.v1.SessionCertificateRequest;
import dev.sallyport.cli.factor.Answering;
import dev.sallyport.cli.factor.Proving;
import dev.sallyport.cli.openssh.SessionFiles;
import dev.sallyport.cli.openssh.SshRun;
import dev.sallyport.cli.profile.Profile;
import dev.sallyport.cli.profile.ProfileFiles;
import dev.sallyport.cli.terminal.Neutral;
import dev.sallyport.model.Failure;
import dev.sallyport.pki.PrivateFile;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Sessions that take a second factor of their own: asks for it, and runs ssh or scp with certificates of a minute. */
record OneSession(Shell shell, Profile profile) {

    /** Runs ssh; returns its exit code. What fails on the way is told, and ssh's own failure stays. */
    int run(ApiChannel channel, String node, String login, List<String> arguments) {
        try (SessionFiles files = SessionFiles.of(profile.ssh(), shell.launcher(), certificate(channel, node, login))) {
            return SshRun.run("ssh", files.config(), arguments);
        } catch (Failure e) {
            shell.terminal().err().println("sally: " + Neutral.line(e.text()));
            return SshRun.FAILED;
        }
    }

    /** A certificate for one Unix user on one node. */
    String certificate(ApiChannel channel, String node, String login) {
        return certificate(
                channel,
                shell.answering(profile.proxy()),
                SessionCertificateRequest.newBuilder().setNode(node).setLogin(login));
    }

    /**
     * A certificate for what is asked for.
     *
     * @param what all but the key
     */
    String certificate(ApiChannel channel, Answering answering, SessionCertificateRequest.Builder what) {
        String key = PrivateFile.read(new ProfileFiles(profile.folder()).sshPublicKey())
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8).strip())
                .orElse("");
        try (ApiChannel proving = channel.intercepted(new Proving(answering))) {
            var factors = FactorServiceGrpc.newBlockingStub(proving.channel());
            SessionCertificate issued = GrpcFailures.calling(() ->
                    factors.issueSessionCertificate(what.setSshPublicKey(key).build()));
            return issued.getCertificate();
        }
    }
}
