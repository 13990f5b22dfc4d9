/**
 * Sealing of secrets before they reach a store: AES-256-GCM under the cluster's key. May use {@code pki}.
 *
 * <p>Promise: what opens is what was sealed, in the place where it was sealed; a wrong key says so.
 */
@NullMarked
package dev.sallyport.pki.seal;

import org.jspecify.annotations.NullMarked;
