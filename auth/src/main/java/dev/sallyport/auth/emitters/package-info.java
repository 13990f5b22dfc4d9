/**
 * Services that write events of their own into the log: who they are, what they may emit, and how it gets in.
 *
 * <p>May use: store (through auth.state), audit, JSON. Promises: an emitter writes events of its own types and nothing else; a
 * batch is stored as a whole or not at all; an event that is stored is skipped when it comes again; what cannot be stored whole
 * is refused, never cut. docs/proposals/0009-others-emit-events.md has the reasons.
 */
@NullMarked
package dev.sallyport.auth.emitters;

import org.jspecify.annotations.NullMarked;
