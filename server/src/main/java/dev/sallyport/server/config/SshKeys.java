package dev.sallyport.server.config;

import static dev.sallyport.server.config.Key.maybe;
import static dev.sallyport.server.config.Key.section;
import static dev.sallyport.server.config.Key.with;
import static dev.sallyport.server.config.RoleKeys.FLAG;
import static dev.sallyport.server.config.RoleKeys.PATH;
import static dev.sallyport.server.config.RoleKeys.count;

import java.util.List;

/** Keys of the agent's SSH service. */
final class SshKeys {

    static final Key SECTION = section(
            "ssh",
            "The SSH service.",
            with(
                    "pam",
                    FLAG,
                    "false",
                    "Whether sessions are opened through PAM: /etc/environment and limits apply then."),
            maybe(
                    "env",
                    new Shape.Many(new Shape.Text(64), 64),
                    "[LANG, LC_*, TERM, COLORTERM]",
                    "Variables that a client may set; a * at the end stands for anything."),
            maybe(
                    "sftp_server",
                    PATH,
                    "/usr/lib/openssh/sftp-server",
                    "Program for file transfer; found by itself in the usual places."),
            with(
                    "recording",
                    new Shape.Choice(List.of("strict", "best_effort")),
                    "strict",
                    "What happens to a session when its recording fails: it ends, or it goes on."),
            with("record_input", FLAG, "false", "Whether recordings hold what was typed too: passwords among it."),
            maybe(
                    "recording_keys",
                    new Shape.Many(new Shape.Text(64), 8),
                    "['x25519:BASE64']",
                    "Public keys, as sally recordings keygen prints them. Recordings are encrypted for them in place of the cluster's: auth keeps what it cannot read, and only who has a private half plays or exports them."),
            with(
                    "max_connections",
                    count(1, 100_000),
                    "1000",
                    "Connections of people at a time; further ones are closed."),
            maybe("banner", new Shape.Text(4096), "'Authorised use only.'", "Text that clients show before a login."));

    private SshKeys() {}
}
