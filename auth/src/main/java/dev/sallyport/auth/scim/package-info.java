/**
 * SCIM 2.0 (RFC 7643, RFC 7644): identity providers keep users and groups of their connector. May use {@code auth.connectors}, {@code auth.people}, {@code auth.access} and Jackson; knows no network.
 *
 * <p>Promise: a provider reaches the users of its own connector and no others; who is deactivated, removed or loses a role
 * loses their certificates in the same commit; the last user who can administer stays.
 */
@NullMarked
package dev.sallyport.auth.scim;

import org.jspecify.annotations.NullMarked;
