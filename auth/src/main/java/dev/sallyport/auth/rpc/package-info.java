/**
 * The API's methods: each reads a message, asks the part that knows, and writes a message. May use everything of {@code
 * auth}; decides nothing itself. Blocking, on virtual threads.
 *
 * <p>Promise: every failure leaves as a status with a text for a person; a call whose client is gone is interrupted.
 */
@NullMarked
package dev.sallyport.auth.rpc;

import org.jspecify.annotations.NullMarked;
