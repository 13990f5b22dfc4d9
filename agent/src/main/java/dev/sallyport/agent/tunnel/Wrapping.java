package dev.sallyport.agent.tunnel;

/**
 * Whether data connections of one control stream go bare or in TLS. Bare is tried first. It is proved by the first start
 * that a bare connection brings; until then a bare connection that the proxy asked for and that brings none means that
 * something on the path lets only TLS through, and TLS it is for the life of the stream.
 */
final class Wrapping {

    enum Way {
        /** Try bare, ready to be wrong. */
        UNPROVED,
        BARE,
        TLS
    }

    private Way way = Way.UNPROVED;

    synchronized Way way() {
        return way;
    }

    synchronized void bareWorks() {
        if (way == Way.UNPROVED) {
            way = Way.BARE;
        }
    }

    /** @return whether it is TLS now; once bare has worked, a failure is only a failure */
    synchronized boolean bareFailed() {
        if (way == Way.UNPROVED) {
            way = Way.TLS;
        }
        return way == Way.TLS;
    }
}
