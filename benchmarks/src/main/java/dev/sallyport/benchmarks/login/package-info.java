/**
 * What a login costs auth: its processor time, for a password with six digits and with a security key, over a connection of its own each time. May use auth, store and
 * api, and the soft key of {@code testing}.
 */
@NullMarked
package dev.sallyport.benchmarks.login;

import org.jspecify.annotations.NullMarked;
