/**
 * Wrapping of keys for whoever has a private key: HPKE (RFC 9180), base mode, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM. May use {@code pki} and
 * Bouncy Castle.
 *
 * <p>Promise: only the holder of the private key opens what was wrapped, and only in the place for which it was wrapped.
 */
@NullMarked
package dev.sallyport.pki.hpke;

import org.jspecify.annotations.NullMarked;
