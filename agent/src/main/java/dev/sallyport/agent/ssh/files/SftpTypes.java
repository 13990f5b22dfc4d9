package dev.sallyport.agent.ssh.files;

/** Types of packets and codes of status (draft-ietf-secsh-filexfer-02, sections 3 and 7). */
final class SftpTypes {

    static final int OPEN = 3;
    static final int CLOSE = 4;
    static final int READ = 5;
    static final int WRITE = 6;
    static final int SETSTAT = 9;
    static final int FSETSTAT = 10;
    static final int OPENDIR = 11;
    static final int REMOVE = 13;
    static final int MKDIR = 14;
    static final int RMDIR = 15;
    static final int RENAME = 18;
    static final int SYMLINK = 20;
    static final int STATUS = 101;
    static final int HANDLE = 102;
    static final int DATA = 103;
    static final int NAME = 104;
    static final int EXTENDED = 200;

    static final int READ_ACCESS = 1;
    static final int WRITE_ACCESS = 2 | 4;

    private static final int OK = 0;
    private static final int END_OF_FILE = 1;

    private SftpTypes() {}

    static boolean good(int status) {
        return status == OK || status == END_OF_FILE;
    }

    static String words(int status) {
        return switch (status) {
            case 2 -> "no such file";
            case 3 -> "permission denied";
            case 4 -> "failure";
            case 5 -> "bad message";
            case 8 -> "not supported";
            default -> "status " + status;
        };
    }

    static String access(int flags) {
        boolean reads = (flags & READ_ACCESS) != 0;
        boolean writes = (flags & WRITE_ACCESS) != 0;
        return reads && writes ? "read,write" : writes ? "write" : reads ? "read" : "";
    }
}
