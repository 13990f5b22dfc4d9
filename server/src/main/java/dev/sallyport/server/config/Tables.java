package dev.sallyport.server.config;

import dev.sallyport.audit.log.NoteKey;
import dev.sallyport.pki.ssh.AddressRanges;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** From tables to the records of {@link DaemonConfig}, and what only holds between several keys. */
final class Tables {

    private final String file;
    private final Table root;
    private final List<Problem> problems = new ArrayList<>();

    Tables(String file, Table root) {
        this.file = file;
        this.root = root;
    }

    /** Mistakes between keys; each key alone is right already. */
    List<Problem> problems() {
        boolean auth = on("auth");
        boolean proxy = on("proxy");
        boolean agent = on("agent");
        boolean witness = on("witness");
        require(
                auth || proxy || agent || witness,
                root,
                "no role is enabled; write at least one section of auth, proxy, agent, witness");
        require(!auth || root.section("cluster").has("name"), root.section("auth"), "auth needs cluster.name");
        if (proxy) {
            proxyProblems(auth, root.section("proxy"));
        }
        if (agent) {
            agentProblems(proxy, root.section("agent"));
        }
        if (auth) {
            root.section("auth").sections("witnesses").forEach(this::cosignerProblems);
            Table store = root.section("auth").section("store");
            StoreKeys.problem(store).ifPresent(what -> problems.add(new Problem(store.place(file), what)));
            namedProblems("export", ExportKeys::problem);
            namedProblems("notices", NoticeKeys::problem);
            Table storage = root.section("auth").section("storage");
            StorageKeys.problem(storage).ifPresent(what -> problems.add(new Problem(storage.place(file), what)));
        }
        if (witness) {
            witnessProblems(root.section("witness"));
        }
        return List.copyOf(problems);
    }

    private void namedProblems(String key, Function<Table, Optional<String>> check) {
        Set<String> names = new HashSet<>();
        for (Table each : root.section("auth").sections(key)) {
            Optional<String> problem = check.apply(each);
            problem.ifPresent(what -> problems.add(new Problem(each.place(file), what)));
            require(
                    problem.isPresent() || names.add(each.text("name")),
                    each,
                    "auth." + key + ": another one has this name already");
        }
    }

    private void cosignerProblems(Table cosigner) {
        require(cosigner.has("url") && cosigner.has("key"), cosigner, "each of auth.witnesses needs url and key");
        require(
                !cosigner.has("url") || NoteKeys.isUrl(cosigner.text("url")),
                cosigner,
                "auth.witnesses: expected a URL such as http://witness.example.com:3082");
        require(
                !cosigner.has("key") || NoteKeys.isKey(cosigner.text("key"), NoteKey.Type.COSIGNATURE),
                cosigner,
                "auth.witnesses: expected the key of a witness, NAME+ID+KEY");
    }

    private void witnessProblems(Table witness) {
        require(
                witness.has("name") && NoteKeys.isName(witness.text("name")),
                witness,
                "witness.name: expected the name under which it signs, without white space and '+'");
        require(!witness.texts("logs").isEmpty(), witness, "a witness needs witness.logs, the keys of the logs");
        require(
                witness.texts("logs").stream().allMatch(key -> NoteKeys.isKey(key, NoteKey.Type.NOTE)),
                witness,
                "witness.logs: expected keys of logs, NAME+ID+KEY");
    }

    private void proxyProblems(boolean auth, Table proxy) {
        require(auth || proxy.has("auth_addr"), proxy, "a proxy apart from auth needs proxy.auth_addr");
        require(
                !(auth && proxy.has("auth_addr")),
                proxy,
                "proxy.auth_addr has no meaning where this process has the role auth; remove one of them");
        joiningProblems("proxy", proxy);
        Table certificate = proxy.section("public_certificate");
        require(
                certificate.has("certificate") == certificate.has("key"),
                certificate,
                "proxy.public_certificate needs both certificate and key");
    }

    private void agentProblems(boolean proxy, Table agent) {
        require(proxy || agent.has("proxy"), agent, "an agent apart from a proxy needs agent.proxy");
        joiningProblems("agent", agent);
        for (Table command : agent.sections("commands")) {
            require(
                    command.has("name") && !command.texts("command").isEmpty(),
                    command,
                    "each of agent.commands needs name and command");
            require(
                    !command.has("name") || LabelNames.valid(command.text("name")),
                    command,
                    "agent.commands: a label's name is " + LabelNames.RULE);
            require(
                    !command.has("name") || !agent.labels("labels").containsKey(command.text("name")),
                    command,
                    "agent.commands: a fixed label has this name already; call one of them differently");
        }
    }

    private void joiningProblems(String role, Table table) {
        require(
                !(table.has("token") && table.has("token_file")),
                table,
                role + ".token and " + role + ".token_file exclude each other");
    }

    private void require(boolean holds, Table where, String otherwise) {
        if (!holds) {
            problems.add(new Problem(where.place(file), otherwise));
        }
    }

    private boolean on(String role) {
        Table section = root.section(role);
        return section.written() && section.flag("enabled");
    }

    DaemonConfig config() {
        return new DaemonConfig(
                root.section("cluster").maybeText("name"),
                root.maybePath("data_dir").orElseThrow(),
                on("auth") ? Optional.of(auth(root.section("auth"))) : Optional.empty(),
                on("proxy") ? Optional.of(proxy(root.section("proxy"))) : Optional.empty(),
                on("agent") ? Optional.of(agent(root.section("agent"))) : Optional.empty(),
                on("witness") ? Optional.of(witness(root.section("witness"))) : Optional.empty(),
                Optional.of(root.section("diagnostics").text("listen"))
                        .filter(listen -> !listen.equals(Shape.LoopbackOrNone.NONE)),
                log(root.section("log")),
                root.time("drain_timeout"));
    }

    private static DaemonConfig.Auth auth(Table auth) {
        return new DaemonConfig.Auth(
                auth.text("listen"),
                auth.maybePath("key_file"),
                auth.maybeText("proxy_public_addr"),
                auth.maybeText("proxy_ssh_addr"),
                ranges(auth.texts("forwarders")),
                StoreKeys.read(auth.section("store")),
                auth.sections("witnesses").stream()
                        .map(each -> new DaemonConfig.Cosigner(
                                URI.create(each.text("url")), NoteKey.parse(each.text("key"))))
                        .toList(),
                auth.sections("export").stream().map(ExportKeys::read).toList(),
                auth.sections("notices").stream().map(NoticeKeys::read).toList(),
                FactorKeys.read(auth.section("second_factor")),
                new DaemonConfig.Retention(
                        auth.section("retention").maybeTime("events"),
                        auth.section("retention").maybeTime("recordings")),
                StorageKeys.read(auth.section("storage")));
    }

    private static DaemonConfig.Witness witness(Table witness) {
        return new DaemonConfig.Witness(
                witness.text("listen"),
                witness.text("name"),
                witness.texts("logs").stream().map(NoteKey::parse).toList());
    }

    private static Optional<AddressRanges> ranges(List<String> written) {
        return written.isEmpty() ? Optional.empty() : Optional.of(AddressRanges.parse(String.join(",", written)));
    }

    private static DaemonConfig.Proxy proxy(Table proxy) {
        Table certificate = proxy.section("public_certificate");
        Table limits = proxy.section("limits");
        return new DaemonConfig.Proxy(
                proxy.text("listen"),
                proxy.maybeText("public_addr"),
                proxy.maybeText("ssh_listen"),
                proxy.maybeText("ssh_public_addr"),
                proxy.maybeText("auth_addr"),
                joining(proxy),
                certificate
                        .maybePath("certificate")
                        .map(chain -> new DaemonConfig.PublicCertificate(
                                chain, certificate.maybePath("key").orElseThrow())),
                new DaemonConfig.Limits(
                        limits.count("connections"), limits.count("connections_per_source"), limits.time("idle")));
    }

    private static DaemonConfig.Agent agent(Table agent) {
        Table ssh = agent.section("ssh");
        return new DaemonConfig.Agent(
                agent.maybeText("proxy"),
                joining(agent),
                agent.maybeText("name"),
                agent.labels("labels"),
                agent.sections("commands").stream().map(Tables::command).toList(),
                new DaemonConfig.Ssh(
                        ssh.flag("pam"),
                        ssh.texts("env"),
                        ssh.maybePath("sftp_server"),
                        ssh.text("recording").equals("strict"),
                        ssh.flag("record_input"),
                        ssh.texts("recording_keys"),
                        ssh.count("max_connections"),
                        ssh.maybeText("banner")),
                agent.section("tunnel").maybeCount("connections"));
    }

    private static DaemonConfig.Command command(Table command) {
        return new DaemonConfig.Command(command.text("name"), command.texts("command"), command.time("interval"));
    }

    private static DaemonConfig.Joining joining(Table role) {
        return new DaemonConfig.Joining(role.maybeText("token"), role.maybePath("token_file"), role.texts("ca_pins"));
    }

    private static DaemonConfig.Log log(Table log) {
        return new DaemonConfig.Log(log.text("level"), log.text("format").equals("json"));
    }
}
