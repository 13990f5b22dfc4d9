package dev.sallyport.server.wiring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this machine calls itself. */
final class HostName {

    private static final Path KERNEL = Path.of("/proc/sys/kernel/hostname");

    private HostName() {}

    /** The kernel's name for it, without a domain; asks no name server. */
    static String get() {
        try {
            return Files.readString(KERNEL).strip().replaceAll("\\..*", "");
        } catch (IOException e) {
            return "localhost";
        }
    }
}
