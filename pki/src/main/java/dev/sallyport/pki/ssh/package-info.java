/**
 * OpenSSH keys and certificates (PROTOCOL.certkeys, PROTOCOL.key of OpenSSH): signing them, and deciding whether one lets
 * somebody in; and randomness for the SSH library. May use {@code pki}, {@code pki.identity} and what the SSH library has for keys and
 * randomness.
 *
 * <p>Promise: keys are Ed25519, others are refused; a certificate is accepted only with every check passed, and what a
 * critical option asks for that is not understood here is a refusal.
 */
@NullMarked
package dev.sallyport.pki.ssh;

import org.jspecify.annotations.NullMarked;
