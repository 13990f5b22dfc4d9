package dev.sallyport.proxy.link;

/** Where the tunnel tells changes and the link takes them; made before both. */
public final class PresenceFeed {

    private final Outbox outbox = new Outbox();

    /** For the tunnel. */
    public PresenceSink sink() {
        return outbox;
    }

    Outbox outbox() {
        return outbox;
    }
}
