package dev.sallyport.audit.event;

import dev.sallyport.audit.Disk;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;

/** Runs in a process of its own: appends events until it is killed, and prints each that is in the file. */
final class EventSpoolChild implements EventSpoolListener {

    private EventSpoolChild() {}

    public static void main(String[] arguments) {
        EventSink away = _ -> {
            throw Failure.of(FailureCode.UNAVAILABLE, "auth is away");
        };
        EventIds ids = new EventIds(InstantSource.system(), new SecureRandom());
        EventSpool spool =
                new EventSpool(Path.of(arguments[0]), Long.MAX_VALUE, away, new EventSpoolChild(), Disk.REAL);
        for (int i = 0; i < Integer.MAX_VALUE; i++) {
            UserEvent.Deleted event = new UserEvent.Deleted(ids.head(EventSubject.NONE), "user " + i);
            spool.append(event);
            System.out.println(event.id());
        }
        spool.close();
    }

    @Override
    public void delayed(Failure why, Duration pause) {
        throw new AssertionError("it does not deliver", why);
    }

    @Override
    public void refused(FlatEvent event, Failure why, Path refused) {
        throw new AssertionError("it does not deliver", why);
    }

    @Override
    public void damaged(Path file) {
        throw new AssertionError("it does not deliver " + file);
    }
}
