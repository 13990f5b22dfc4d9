/**
 * Single sign-on: logins under way, and the one walk from a provider's answer to certificates. May use the protocols below it, {@code auth.connectors} and {@code auth.people}.
 *
 * <p>Promise: an answer counts once, for the login that asked, and certifies the keys that this login showed at its beginning;
 * a stranger's call writes nothing and takes a bounded amount of memory and time.
 */
@NullMarked
package dev.sallyport.auth.sso;

import org.jspecify.annotations.NullMarked;
