/**
 * sallyportd: configuration, start and stop, wiring. The only module that sees all roles.
 *
 * <p>May use everything but the command line tool. Promises: a configuration that is wrong in any way does not start; what
 * started says so in one line per role; a signal drains.
 */
@NullMarked
package dev.sallyport.server;

import org.jspecify.annotations.NullMarked;
