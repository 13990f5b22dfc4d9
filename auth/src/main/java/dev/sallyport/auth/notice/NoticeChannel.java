package dev.sallyport.auth.notice;

import java.io.IOException;

/** A way to tell people: what a further kind of notices implements. For one thread at a time. */
@FunctionalInterface
public interface NoticeChannel {

    /**
     * Returns when it is accepted; what throws is tried again, so it may come twice, under the same id. Returns or throws within a
     * minute.
     */
    void send(Notice notice) throws IOException;
}
