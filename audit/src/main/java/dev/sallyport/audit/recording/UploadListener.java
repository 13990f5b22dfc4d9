package dev.sallyport.audit.recording;

import dev.sallyport.model.Failure;
import java.time.Duration;
import java.util.UUID;

/** Hears what becomes of uploads, for the log and the audit trail. Called from the uploader's threads. */
public interface UploadListener {

    /** All of it is stored; after this returns it leaves the spool. After a crash in between it comes again. */
    void uploaded(RecordingSummary summary);

    /** It failed and is tried again after a pause. */
    void delayed(UUID session, Failure why, Duration pause);

    /** The sink will never take it, or it is damaged. It stays in the spool for somebody to look at. */
    void refused(UUID session, Failure why);
}
