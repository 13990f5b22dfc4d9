package dev.sallyport.agent.ssh.files;

/** Something that a copy did to a file. */
public sealed interface FileOperation {

    /**
     * Done over SFTP, as the server confirmed.
     *
     * @param name {@code open}, {@code close}, {@code remove} and so on
     * @param path as the client gave it
     * @param target second path of a rename or link; else empty
     * @param access {@code read}, {@code write}, {@code read,write} of an opened file; else empty
     * @param bytesRead between open and close
     * @param bytesWritten between open and close
     */
    record Sftp(String name, String path, String target, String access, long bytesRead, long bytesWritten)
            implements FileOperation {}

    /** Refused over SFTP; {@code error} is the server's status in words. */
    record SftpFailed(String name, String path, String target, String error) implements FileOperation {}

    /** A file copied over the older SCP protocol. */
    record Scp(boolean upload, String path, long bytes) implements FileOperation {}

    /** A copy over SCP that one side gave up. */
    record ScpFailed(boolean upload, String path, String error) implements FileOperation {}
}
