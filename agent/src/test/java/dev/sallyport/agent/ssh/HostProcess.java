package dev.sallyport.agent.ssh;

import java.nio.file.Path;

/** A {@link TestHost} in a virtual machine of its own, for tests of its limits; lives until its input ends. */
final class HostProcess {

    private HostProcess() {}

    public static void main(String[] arguments) throws Exception {
        try (TestHost host = TestHost.start()) {
            System.out.println(host.port() + " " + host.user().name() + " " + host.files());
            System.out.flush();
            System.in.transferTo(java.io.OutputStream.nullOutputStream());
        }
        System.exit(0);
    }

    /** Where things are, as the process printed it. */
    record Place(int port, String user, Path files) {
        static Place parse(String line) {
            String[] words = line.split(" ", 3);
            return new Place(Integer.parseInt(words[0]), words[1], Path.of(words[2]));
        }
    }
}
