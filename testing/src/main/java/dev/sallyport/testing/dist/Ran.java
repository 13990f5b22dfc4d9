package dev.sallyport.testing.dist;

/** How a command ended. */
public record Ran(int exit, String out, String err) {

    /** The output of a command that must succeed. */
    public String orFail() {
        if (exit != 0) {
            throw new AssertionError("exit " + exit + "\nstdout: " + out + "\nstderr: " + err);
        }
        return out;
    }
}
