/**
 * How a machine (agent or proxy) gets its identity, keeps it on disk and renews it. Used by both roles. May use {@code
 * api} and pki.
 *
 * <p>Promise: the token is needed once; what is on disk is whole after a crash at any moment; while auth is away the
 * machine goes on with what it has and keeps trying.
 */
@NullMarked
package dev.sallyport.api.machine;

import org.jspecify.annotations.NullMarked;
