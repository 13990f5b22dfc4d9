package dev.sallyport.auditsdk;

import java.io.Serial;
import java.sql.SQLException;

/** As many events wait as the outbox may hold. */
public final class OutboxFull extends SQLException {

    @Serial
    private static final long serialVersionUID = 1L;

    OutboxFull(long bound) {
        super(
                "the audit outbox is full: " + bound
                        + " events wait for their delivery. Next: see why the cluster does not take them (RelayListener.waits)");
    }
}
