package dev.sallyport.agent.ssh;

/** Text for a terminal that others had a hand in: control characters become question marks. */
final class Plain {

    private Plain() {}

    static String text(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
