/**
 * What nodes decide by: chosen for each of them, signed, and carried to them when it changes. docs/proposals/0003-signed-policy.md
 * has the why.
 *
 * <p>May use access, authority, locks, machines, presence, roles and state. Promises: an image says at least what the store said at its
 * revision; a change of roles or locks is on its way to every node that is online within a fraction of a second.
 */
@NullMarked
package dev.sallyport.auth.policy;

import org.jspecify.annotations.NullMarked;
