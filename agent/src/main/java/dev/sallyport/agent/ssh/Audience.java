package dev.sallyport.agent.ssh;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sallyport.agent.process.Pty;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Those who joined a session, and what they are shown. Nobody who fills this waits for anybody who reads. Safe for use by many
 * threads.
 */
final class Audience {

    private final Lane ownersLane;
    private final Recent recent = new Recent();
    private final List<Attendee> there = new ArrayList<>();
    private Pty.Size size;

    /** @param ownersScreen where lines for whose session it is go; output gets there another way */
    Audience(Pty.Size size, Lane.Way ownersScreen) {
        this.size = size;
        this.ownersLane = new Lane(ownersScreen, Audience::nothing, false, () -> {});
    }

    private static byte[] nothing(Lane lane) {
        long _ = lane.resume();
        return new byte[0];
    }

    synchronized void add(Attendee one) {
        there.add(one);
    }

    /** False where he was not here. */
    synchronized boolean remove(Attendee one) {
        return there.remove(one);
    }

    synchronized List<Attendee> all() {
        return List.copyOf(there);
    }

    /** Everybody is gone. Returns who was here. */
    synchronized List<Attendee> clear() {
        List<Attendee> all = List.copyOf(there);
        there.clear();
        return all;
    }

    /** Shows output of the session to everybody who joined. */
    synchronized void output(byte[] bytes, int length) {
        recent.add(bytes, length);
        if (!there.isEmpty()) {
            byte[] copy = Arrays.copyOf(bytes, length);
            there.forEach(one -> one.lane().offer(copy));
        }
    }

    /** Shows a line to everybody. */
    synchronized void line(byte[] line) {
        recent.add(line, line.length);
        there.forEach(one -> one.lane().offer(line));
        ownersLane.offer(line);
    }

    synchronized void resized(Pty.Size now) {
        size = now;
    }

    /** The screen as it is, for a lane that shows what follows from now on; with a welcome, or with how much it missed. */
    byte[] picture(Lane lane, String welcome) {
        byte[] bytes;
        Pty.Size now;
        long lost;
        synchronized (this) {
            bytes = recent.bytes();
            now = size;
            lost = lane.resume();
        }
        byte[] drawn = Recent.picture(bytes, now);
        byte[] line = line(
                welcome.isEmpty()
                        ? "you read too slowly: " + lost + " bytes were left out, this is the screen as it is now"
                        : welcome + "; the terminal is " + now.columns() + "x" + now.rows());
        byte[] all = Arrays.copyOf(drawn, drawn.length + line.length);
        System.arraycopy(line, 0, all, drawn.length, line.length);
        return all;
    }

    /** Who is here, for whoever comes. */
    String text() {
        return all().stream().map(Attendee::text).collect(Collectors.joining(", "));
    }

    static byte[] line(String text) {
        return ("\r\nsallyport: " + Plain.text(text) + "\r\n").getBytes(UTF_8);
    }
}
