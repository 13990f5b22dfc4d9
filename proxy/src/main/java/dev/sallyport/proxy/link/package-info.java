/**
 * The proxy's stream to auth: presence one way; routing keys, trust and probes the other. May use: api, pki, protocols.
 * Promises: while auth is away the last keys and trust go on serving; whatever comes back gets the whole presence.
 */
@NullMarked
package dev.sallyport.proxy.link;

import org.jspecify.annotations.NullMarked;
