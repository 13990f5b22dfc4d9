package dev.sallyport.proxy.guard;

import java.util.concurrent.atomic.AtomicBoolean;

/** The place that one connection takes up in the limits; any thread, each step counts once. */
public final class Slot {

    private final Admissions admissions;
    private final Admissions.Source source;
    private final AtomicBoolean proved = new AtomicBoolean();
    private final AtomicBoolean ended = new AtomicBoolean();

    Slot(Admissions admissions, Admissions.Source source) {
        this.admissions = admissions;
        this.source = source;
    }

    /** The connection has proved what it is: its source is not to blame for it any more. */
    public void proved() {
        if (proved.compareAndSet(false, true)) {
            admissions.leave(source);
        }
    }

    /** The connection has ended. */
    public void end() {
        proved();
        if (ended.compareAndSet(false, true)) {
            admissions.ended();
        }
    }
}
