package dev.sallyport.protocols.knock;

import org.jspecify.annotations.Nullable;

/** The cluster's routing keys, as a proxy knows them now. */
public interface RoutingKeyLookup {

    /** The key of 32 bytes with this id (0 to 255), or null when there is none. */
    byte @Nullable [] routingKey(int id);
}
