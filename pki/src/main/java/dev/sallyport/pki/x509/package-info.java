/**
 * X.509 certificates (RFC 5280): issuing them with a CA key, and verifying peers against the CAs of the moment. May use
 * {@code pki} and {@code pki.identity}.
 *
 * <p>Promise: chains have exactly one step, leaf and CA; a CA vouches only for the kinds of holder that it is there for;
 * every refusal tells why, and those about time name this machine's clock.
 */
@NullMarked
package dev.sallyport.pki.x509;

import org.jspecify.annotations.NullMarked;
