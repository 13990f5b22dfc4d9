package dev.sallyport.audit.recording;

import java.time.Instant;
import java.util.UUID;

/**
 * What a recording is of: its first entry.
 *
 * @param session id of the session, and of its recording
 * @param user person or bot
 * @param login Unix user on the node
 * @param node UUID of the node
 * @param nodeName name of the node
 * @param kind {@code shell}, {@code exec}, {@code subsystem}
 * @param command command line; empty for a shell
 * @param terminal value of {@code TERM}; empty without a terminal
 * @param start when it began; times of entries count from here
 * @param columns width of the terminal in characters, 0 without one
 * @param rows height, 0 without one
 */
public record RecordingHeader(
        UUID session,
        String user,
        String login,
        String node,
        String nodeName,
        String kind,
        String command,
        String terminal,
        Instant start,
        int columns,
        int rows) {}
