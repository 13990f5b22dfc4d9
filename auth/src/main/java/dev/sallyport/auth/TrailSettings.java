package dev.sallyport.auth;

import dev.sallyport.auth.export.ExportTarget;
import dev.sallyport.auth.log.WitnessAddress;
import dev.sallyport.auth.notice.NoticeTarget;
import dev.sallyport.auth.retention.RetentionPolicy;
import java.util.List;

/**
 * What is done with the audit trail besides writing it.
 *
 * @param witnesses who are to sign the log, too
 * @param exports where the events go
 * @param notices who is told what waits
 * @param retention how long events and recordings are kept
 */
public record TrailSettings(
        List<WitnessAddress> witnesses,
        List<ExportTarget> exports,
        List<NoticeTarget> notices,
        RetentionPolicy retention) {

    /** Nothing; and all of it is kept. */
    public static final TrailSettings LOG_ONLY = keeping(RetentionPolicy.KEEP);

    public TrailSettings {
        witnesses = List.copyOf(witnesses);
        exports = List.copyOf(exports);
        notices = List.copyOf(notices);
    }

    /** Nothing, but it is kept so long. */
    public static TrailSettings keeping(RetentionPolicy policy) {
        return new TrailSettings(List.of(), List.of(), List.of(), policy);
    }
}
