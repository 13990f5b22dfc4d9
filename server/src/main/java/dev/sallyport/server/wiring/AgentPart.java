package dev.sallyport.server.wiring;

import dev.sallyport.agent.AgentRole;
import dev.sallyport.agent.AgentSettings;
import dev.sallyport.agent.policy.CommandLabel;
import dev.sallyport.agent.ssh.SshSettings;
import dev.sallyport.api.ProxyAddress;
import dev.sallyport.audit.recording.RecordingMode;
import dev.sallyport.model.Metric;
import dev.sallyport.pki.hpke.RecipientKey;
import dev.sallyport.server.config.DaemonConfig;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The agent. */
record AgentPart(AgentRole agent, String proxy) implements Part {

    /**
     * Starts it.
     *
     * @param proxy HOST:PORT
     */
    static AgentPart start(
            DaemonConfig.Agent config,
            String proxy,
            Tokens tokens,
            Path dataDir,
            InstantSource clock,
            SecureRandom random)
            throws InterruptedException {
        AgentSettings settings = new AgentSettings(
                ProxyAddress.parse(proxy),
                tokens.token(),
                tokens.pins(),
                config.name().orElseGet(HostName::get),
                dataDir,
                config.labels(),
                config.commands().stream()
                        .map(command -> new CommandLabel(command.name(), command.command(), command.interval()))
                        .toList(),
                config.connections(),
                ssh(config.ssh()),
                config.ssh().recordingKeys().stream().map(RecipientKey::parse).toList(),
                Version.TEXT);
        return new AgentPart(AgentRole.start(settings, clock, random), proxy);
    }

    private static SshSettings ssh(DaemonConfig.Ssh config) {
        SshSettings defaults = SshSettings.defaults();
        return new SshSettings(
                config.pam(),
                config.env().isEmpty() ? defaults.acceptEnv() : config.env(),
                config.sftpServer(),
                config.maxConnections(),
                defaults.maxChannels(),
                defaults.loginGrace(),
                defaults.keepAliveInterval(),
                defaults.keepAliveMisses(),
                defaults.hangupGrace(),
                config.strictRecording() ? RecordingMode.STRICT : RecordingMode.BEST_EFFORT,
                config.recordInput(),
                defaults.runtimeDirectory(),
                config.banner().orElse(defaults.banner()));
    }

    @Override
    public String role() {
        return "agent";
    }

    @Override
    public String where() {
        return "through " + proxy + ", listens on nothing";
    }

    @Override
    public Optional<String> trouble() {
        return agent.trouble();
    }

    @Override
    public List<Metric> metrics() {
        return agent.metrics();
    }

    @Override
    public void drain(Duration limit) throws InterruptedException {
        agent.drain(limit);
    }

    @Override
    public void close() {
        agent.close();
    }
}
