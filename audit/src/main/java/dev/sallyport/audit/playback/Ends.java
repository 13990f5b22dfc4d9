package dev.sallyport.audit.playback;

import dev.sallyport.audit.recording.RecordingEnd;

/** How a session ended, for people. */
final class Ends {

    private Ends() {}

    static String text(RecordingEnd end) {
        return switch (end) {
            case RecordingEnd.Exited(int code) -> "exit " + code;
            case RecordingEnd.Signaled(String signal) -> "signal " + signal;
            case RecordingEnd.Closed(String reason) -> "closed: " + reason;
            case RecordingEnd.CutShort(String reason) -> "cut short: " + reason;
        };
    }
}
