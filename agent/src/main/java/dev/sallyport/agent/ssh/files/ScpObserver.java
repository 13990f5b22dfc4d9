package dev.sallyport.agent.ssh.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads along with the older SCP protocol ({@code scp -O}). The sending side says {@code C0644 12 name} before a file of 12
 * bytes, {@code D0755 0 name} and {@code E} around a directory, {@code T…} before times; a byte 1 or 2 and a line are an
 * error. The receiving side answers a byte 0, or an error.
 */
public final class ScpObserver implements CopyObserver {

    private static final Pattern COMMAND = Pattern.compile("(?:\\S*/)?scp(?:\\s+-\\S+)*?\\s+-\\S*([tf])(?:\\s.*)?");
    private static final Pattern FILE = Pattern.compile("C[0-7]{4,5} ([0-9]{1,18}) (.+)");
    private static final Pattern DIRECTORY = Pattern.compile("D[0-7]{4,5} [0-9]+ (.+)");
    private static final int LONGEST_LINE = 8 * 1024;
    private static final int DEEPEST = 1024;

    private final boolean upload;
    private final Consumer<FileOperation> operations;
    private final Sender sender = new Sender();
    private final Receiver receiver = new Receiver();
    private final Deque<String> directories = new ArrayDeque<>();
    private String current = "";

    private ScpObserver(boolean upload, Consumer<FileOperation> operations) {
        this.upload = upload;
        this.operations = operations;
    }

    /** For a command that is the remote half of {@code scp}; empty for any other. */
    public static Optional<CopyObserver> of(String command, Consumer<FileOperation> operations) {
        Matcher matcher = COMMAND.matcher(command.strip());
        return matcher.matches()
                ? Optional.of(new ScpObserver(matcher.group(1).equals("t"), operations))
                : Optional.empty();
    }

    @Override
    public synchronized void fromClient(byte[] bytes, int offset, int length) {
        take(upload, bytes, offset, length);
    }

    @Override
    public synchronized void fromServer(byte[] bytes, int offset, int length) {
        take(!upload, bytes, offset, length);
    }

    @Override
    public synchronized void end() {
        if (sender.left > 0) {
            operations.accept(
                    new FileOperation.ScpFailed(upload, current, "the copy ended " + sender.left + " bytes early"));
        }
    }

    private void take(boolean sending, byte[] bytes, int offset, int length) {
        if (sending) {
            sender.take(bytes, offset, length);
        } else {
            receiver.take(bytes, offset, length);
        }
    }

    /** Collects lines, bounded. */
    private static final class Line {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        void add(byte next) {
            if (bytes.size() >= LONGEST_LINE) {
                throw Failure.of(FailureCode.INVALID, "an SCP message is longer than " + LONGEST_LINE + " bytes");
            }
            bytes.write(next);
        }

        String take() {
            String text = bytes.toString(UTF_8);
            bytes.reset();
            return text;
        }
    }

    private final class Sender {
        private final Line line = new Line();
        private long size;
        private long left;
        private boolean statusDue;

        void take(byte[] bytes, int offset, int length) {
            int at = offset;
            int end = offset + length;
            while (at < end) {
                if (left > 0) {
                    int n = (int) Math.min(left, end - at);
                    left -= n;
                    at += n;
                    statusDue = left == 0;
                } else {
                    one(bytes[at++]);
                }
            }
        }

        private void one(byte next) {
            if (statusDue) {
                statusDue = false;
                if (next == 0) {
                    operations.accept(new FileOperation.Scp(upload, current, size));
                    return;
                }
            }
            if (next == '\n') {
                said(line.take());
            } else if (next != 0) {
                // A lone 0 is the answer of a sender that acknowledges; it is never part of a line.
                line.add(next);
            }
        }

        private void said(String text) {
            Matcher file = FILE.matcher(text);
            Matcher directory = DIRECTORY.matcher(text);
            if (file.matches()) {
                size = Long.parseLong(file.group(1));
                left = size;
                current = path(file.group(2));
                statusDue = size == 0;
            } else if (directory.matches() && directories.size() < DEEPEST) {
                directories.addLast(directory.group(1));
            } else if (text.equals("E")) {
                directories.pollLast();
            } else if (text.startsWith("\1") || text.startsWith("\2")) {
                operations.accept(new FileOperation.ScpFailed(upload, current, text.substring(1)));
            } else if (!text.startsWith("T")) {
                throw Failure.of(FailureCode.INVALID, "an SCP message cannot be read");
            }
        }
    }

    private String path(String name) {
        return directories.isEmpty() ? name : String.join("/", directories) + "/" + name;
    }

    private final class Receiver {
        private final Line line = new Line();
        private boolean error;

        void take(byte[] bytes, int offset, int length) {
            for (int at = offset; at < offset + length; at++) {
                byte next = bytes[at];
                if (!error) {
                    error = next == 1 || next == 2;
                } else if (next == '\n') {
                    error = false;
                    operations.accept(new FileOperation.ScpFailed(upload, current, line.take()));
                } else {
                    line.add(next);
                }
            }
        }
    }
}
