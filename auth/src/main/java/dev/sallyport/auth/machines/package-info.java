/**
 * Machines: join tokens, joining, renewing, the nodes and what they report. May use {@code auth.state} and {@code
 * auth.authority}.
 *
 * <p>Promise: a token lets one machine in, once; an identity never changes; a listing never reads the store.
 */
@NullMarked
package dev.sallyport.auth.machines;

import org.jspecify.annotations.NullMarked;
