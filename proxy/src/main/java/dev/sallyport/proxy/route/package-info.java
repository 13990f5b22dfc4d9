/**
 * From a knock to a host: proof, replays, names, and the passage itself. May use: tunnel, relay, link, protocols.
 * Promises: whoever proves nothing learns nothing; the same knock opens once; a refusal says what to do next.
 */
@NullMarked
package dev.sallyport.proxy.route;

import org.jspecify.annotations.NullMarked;
