package dev.sallyport.agent;

import dev.sallyport.agent.policy.CommandLabel;
import dev.sallyport.agent.ssh.SshSettings;
import dev.sallyport.api.ProxyAddress;
import dev.sallyport.pki.CaPin;
import dev.sallyport.pki.hpke.RecipientKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an agent is to be.
 *
 * @param proxy where to reach proxies, and through them auth
 * @param token for the first start only
 * @param caPins pins of the host CA, for the first start only
 * @param name that people type
 * @param dataDir of this agent alone: its identity and its spools, mode 0700
 * @param labels fixed ones
 * @param commands labels that commands tell
 * @param connections control streams to keep; empty: as many as the proxy's name has addresses, two at most
 * @param ssh how the SSH service behaves
 * @param recordingKeys whose private halves open recordings; none: they are not encrypted
 * @param version told to proxies and auth
 */
public record AgentSettings(
        ProxyAddress proxy,
        Optional<String> token,
        List<CaPin> caPins,
        String name,
        Path dataDir,
        Map<String, String> labels,
        List<CommandLabel> commands,
        Optional<Integer> connections,
        SshSettings ssh,
        List<RecipientKey> recordingKeys,
        String version) {

    public AgentSettings {
        caPins = List.copyOf(caPins);
        labels = Map.copyOf(labels);
        commands = List.copyOf(commands);
        recordingKeys = List.copyOf(recordingKeys);
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "AgentSettings[" + name + " through " + proxy + ", " + dataDir + ", token=***]";
    }
}
