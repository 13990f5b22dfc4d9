/**
 * Keys, pins and files of the public key infrastructure. May use the model, Bouncy Castle and the SSH library's key
 * formats; no network, no storage beyond {@link dev.sallyport.pki.PrivateFile}.
 *
 * <p>Promise: nothing here reads a clock by itself; private keys are written readable by their owner only and never
 * appear in a message.
 */
@NullMarked
package dev.sallyport.pki;

import org.jspecify.annotations.NullMarked;
