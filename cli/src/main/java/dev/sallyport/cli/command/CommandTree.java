package dev.sallyport.cli.command;

/** All commands of {@code sally}. */
final class CommandTree {

    private CommandTree() {}

    static Branch of(Shell shell) {
        return new Branch("")
                .with("login", "Log in, for some hours, or accept an invite.", () -> new LoginCommand(shell))
                .with("logout", "Remove a login's keys and certificates.", () -> new LogoutCommand(shell))
                .with("status", "Show who is logged in where, until when.", () -> new StatusCommand(shell))
                .with("ls", "List nodes, and whether they answer now.", () -> new LsCommand(shell))
                .with("ssh", "Run the system's ssh to a node.", () -> new SshCommand(shell))
                .with("scp", "Run the system's scp to and from nodes.", () -> new ScpCommand(shell))
                .with(
                        "config",
                        "Print an OpenSSH configuration, for ssh, rsync, git, Ansible.",
                        () -> new ConfigCommand(shell))
                .with("proxy", "Ways to nodes for other programs.", CommandTree::proxy)
                .with("join", "Join a session that runs.", () -> new JoinCommand(shell))
                .with("sessions", "Sessions, recorded and running.", () -> sessions(shell))
                .with("recordings", "Find, fetch and check recorded sessions.", () -> recordings(shell))
                .with("play", "Replay a recorded session.", () -> new PlayCommand(shell))
                .with("audit", "Show who did what.", () -> audit(shell))
                .with("get", "Print what the cluster keeps, as YAML or JSON.", () -> new GetCommand(shell))
                .with("create", "Create what a file describes.", () -> new CreateCommand(shell))
                .with("edit", "Change something in your editor.", () -> new EditCommand(shell))
                .with("rm", "Remove something that the cluster keeps.", () -> new RmCommand(shell))
                .with("access", "Why somebody may do something, or not.", () -> access(shell))
                .with("request", "Ask for more access for a while.", () -> requests(shell))
                .with("lists", "Who keeps which roles, looked through from time to time.", () -> lists(shell))
                .with("mfa", "Manage your second factors.", () -> factors(shell))
                .with("headless", "Approve logins elsewhere.", () -> headless(shell))
                .with("users", "Manage people.", () -> users(shell))
                .with("roles", "Manage what people may do.", () -> roles(shell))
                .with("tokens", "Manage how machines join.", () -> tokens(shell))
                .with("emitters", "Manage which services write events.", () -> emitters(shell))
                .with("lock", "Stop people, logins or nodes now.", () -> locks(shell))
                .with("sso", "Manage how people come in by identity providers.", () -> sso(shell))
                .with("completion", "Print completion for bash and zsh.", CompletionCommand::new)
                .with("version", "Show the version.", () -> new VersionCommand(shell));
    }

    private static Branch proxy() {
        return new Branch("Ways to nodes for other programs.")
                .with("ssh", "Connect to a node's SSH service: OpenSSH's ProxyCommand.", ProxySshCommand::new);
    }

    private static Branch sessions(Shell shell) {
        return new Branch("Sessions, recorded and running.")
                .with("ls", "List recorded sessions, or running ones.", () -> new SessionsLsCommand(shell))
                .with("terminate", "End a session that runs.", () -> new SessionsTerminateCommand(shell));
    }

    private static Branch recordings(Shell shell) {
        return new Branch("Recordings of sessions.")
                .with("ls", "List recorded sessions.", () -> new SessionsLsCommand(shell))
                .with("search", "Find what was shown and typed.", () -> new RecordingsSearchCommand(shell))
                .with("comment", "Write a remark to a moment.", () -> new RecordingsCommentCommand(shell))
                .with("download", "Fetch a recording as it is stored.", () -> new RecordingsDownloadCommand(shell))
                .with("verify", "Check that nothing of it was changed.", () -> new RecordingsVerifyCommand(shell))
                .with(
                        "keygen",
                        "Make a key that recordings are encrypted for.",
                        () -> new RecordingsKeygenCommand(shell))
                .with("export", "Write it as asciicast, text or JSON.", () -> new RecordingsExportCommand(shell));
    }

    private static Branch audit(Shell shell) {
        return new Branch("Who did what.")
                .with("ls", "Show the audit trail.", () -> new AuditLsCommand(shell))
                .with("verify", "Prove that nothing in the log was changed.", () -> new AuditVerifyCommand(shell))
                .with("prove", "Write a proof that an event is in the log.", () -> new AuditProveCommand(shell))
                .with("shred", "Destroy what is personal of a subject.", () -> new AuditShredCommand(shell));
    }

    private static Branch factors(Shell shell) {
        return new Branch("Your second factors: security keys, passkeys, authenticator apps, recovery codes.")
                .with("add", "Add a security key or an authenticator app.", () -> new MfaAddCommand(shell))
                .with("ls", "List them.", () -> new MfaLsCommand(shell))
                .with("rm", "Remove one.", () -> new MfaRmCommand(shell))
                .with("recovery", "Print new recovery codes.", () -> new MfaRecoveryCommand(shell));
    }

    private static Branch headless(Shell shell) {
        return new Branch("Logins on other machines that wait for your yes.")
                .with("ls", "List them.", () -> new HeadlessLsCommand(shell))
                .with("approve", "Say yes to one.", () -> new HeadlessApproveCommand(shell));
    }

    private static Branch users(Shell shell) {
        return new Branch("People.")
                .with("add", "Add a person and print an invite.", () -> new UsersAddCommand(shell))
                .with("ls", "List people.", () -> new UsersLsCommand(shell))
                .with("rm", "Remove a person.", () -> new UsersRmCommand(shell))
                .with("reset", "Print a new invite for a person.", () -> new UsersResetCommand(shell));
    }

    private static Branch access(Shell shell) {
        return new Branch("Who may do what, and why.")
                .with("explain", "Show which role and line decide.", () -> new AccessExplainCommand(shell))
                .with("diff", "Show who would gain and lose what by a role.", () -> new AccessDiffCommand(shell));
    }

    private static Branch requests(Shell shell) {
        return new Branch("More than your roles, for a while, when others agree.")
                .with("create", "Ask for roles or nodes.", () -> new RequestCreateCommand(shell))
                .with("ls", "List access requests.", () -> new RequestLsCommand(shell))
                .with("show", "Show an access request.", () -> new RequestShowCommand(shell))
                .with("review", "Say yes or no to one.", () -> new RequestReviewCommand(shell))
                .with("promote", "Answer one with an access list.", () -> new RequestPromoteCommand(shell))
                .with("drop", "Take one back.", () -> new RequestDropCommand(shell));
    }

    private static Branch lists(Shell shell) {
        return new Branch("Access lists: roles for whoever is on them, kept by their owners.")
                .with("add", "Add an access list, or change it.", () -> new ListsAddCommand(shell))
                .with("ls", "List access lists.", () -> new ListsLsCommand(shell))
                .with("show", "Show one, with its members.", () -> new ListsShowCommand(shell))
                .with("rm", "Remove one.", () -> new ListsRmCommand(shell))
                .with("join", "Put somebody on one.", () -> new ListsJoinCommand(shell))
                .with("leave", "Take somebody off one.", () -> new ListsLeaveCommand(shell))
                .with("review", "Say that you looked one through.", () -> new ListsReviewCommand(shell));
    }

    private static Branch roles(Shell shell) {
        return new Branch("What people may do.")
                .with("add", "Add a role, or replace it.", () -> new RolesAddCommand(shell))
                .with("ls", "List roles.", () -> new RolesLsCommand(shell))
                .with("rm", "Remove a role.", () -> new RolesRmCommand(shell));
    }

    private static Branch locks(Shell shell) {
        return new Branch("Stops that take effect now, on running sessions too.")
                .with("add", "Lock people, roles, logins, machines, sessions.", () -> new LockAddCommand(shell))
                .with("ls", "List locks.", () -> new LockLsCommand(shell))
                .with("rm", "Remove a lock.", () -> new LockRmCommand(shell))
                .with("krl", "Write a revocation list for other hosts.", () -> new LockKrlCommand(shell));
    }

    private static Branch sso(Shell shell) {
        return new Branch("Identity providers: OIDC, SAML, GitHub, LDAP.")
                .with(
                        "configure",
                        "Print a connector's document, to be stored with create.",
                        () -> new SsoConfigureCommand(shell))
                .with("test", "Show what a person would get, without logging in.", () -> new SsoTestCommand(shell))
                .with(
                        "scim",
                        "Make a token with which a provider keeps users and groups.",
                        () -> new SsoScimCommand(shell));
    }

    private static Branch emitters(Shell shell) {
        return new Branch("Services that write events of their own into the log.")
                .with("add", "Let a service write events.", () -> new EmittersAddCommand(shell))
                .with("ls", "List them.", () -> new EmittersLsCommand(shell))
                .with("rm", "Let one write no more.", () -> new EmittersRmCommand(shell));
    }

    private static Branch tokens(Shell shell) {
        return new Branch("How machines join.")
                .with("add", "Make a token with which one machine joins.", () -> new TokensAddCommand(shell))
                .with("ls", "List tokens that were not used yet.", () -> new TokensLsCommand(shell))
                .with("rm", "Remove a token that was not used yet.", () -> new TokensRmCommand(shell));
    }
}
