package dev.sallyport.audit.event;

/** Files read, written and changed over SFTP and SCP. */
public sealed interface TransferEvent extends AuditEvent {

    @Catalogued(type = "sftp", code = "SFT001I", since = "0.1.0", meaning = "A file operation over SFTP was done.")
    record Sftp(
            EventHead head,

            @Meaning("`open`, `close`, `remove`, `rename`, `mkdir`, `rmdir`, `setstat`, `symlink`, `link`, `opendir`")
            String operation,

            @Meaning("path as the client gave it") String path,

            @Meaning("second path of a rename or link; else empty")
            String target,

            @Meaning("`read`, `write`, `read,write` for an opened file; else empty")
            String access,

            @Meaning("bytes read between open and close") long bytesRead,
            @Meaning("bytes written between open and close") long bytesWritten)
            implements TransferEvent {}

    @Catalogued(
            type = "sftp.failed",
            code = "SFT001W",
            since = "0.1.0",
            meaning = "A file operation over SFTP was refused by the node or failed.")
    record SftpFailed(
            EventHead head,
            @Meaning("as in `sftp`") String operation,
            @Meaning("path as the client gave it") String path,

            @Meaning("second path of a rename or link; else empty")
            String target,

            @Meaning("status of the SFTP server, `permission denied`")
            String error)
            implements TransferEvent {}

    @Catalogued(type = "scp", code = "SCP001I", since = "0.1.0", meaning = "A file was copied over SCP.")
    record Scp(
            EventHead head,
            @Meaning("`upload`, `download`") String direction,
            @Meaning("path as the client gave it") String path,
            @Meaning("bytes of the file") long bytes)
            implements TransferEvent {}

    @Catalogued(type = "scp.failed", code = "SCP001W", since = "0.1.0", meaning = "A copy over SCP failed.")
    record ScpFailed(
            EventHead head,
            @Meaning("`upload`, `download`") String direction,
            @Meaning("path as the client gave it") String path,
            @Meaning("what the node said, or how it ended") String error)
            implements TransferEvent {}
}
