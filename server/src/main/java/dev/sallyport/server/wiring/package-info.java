/**
 * Puts the roles of one process together: which settings they get, in what order they start and stop. May use the roles
 * and {@code server.config}, {@code server.diagnostics}. Promise: a daemon is an object that can be made twice in one
 * process; nothing here is static state.
 */
@NullMarked
package dev.sallyport.server.wiring;

import org.jspecify.annotations.NullMarked;
