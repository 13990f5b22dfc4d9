package dev.sallyport.server;

import dev.sallyport.server.cli.Sallyportd;

/** Where the process begins. */
public final class Main {

    private Main() {}

    /** Runs a command and ends with its exit code. */
    public static void main(String[] arguments) {
        System.exit(Sallyportd.run(arguments));
    }
}
