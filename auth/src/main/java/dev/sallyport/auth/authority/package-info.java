/**
 * The cluster's keys: the four CAs and the routing keys, their rotation, what they sign. May use {@code auth.state}, {@code
 * pki} and {@code protocols.knock}.
 *
 * <p>Promise: a private key is in the store only sealed; the key that signs now was trusted by everybody a lifetime ago;
 * nothing that was signed lives longer than its key is trusted.
 */
@NullMarked
package dev.sallyport.auth.authority;

import org.jspecify.annotations.NullMarked;
