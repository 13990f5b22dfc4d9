/**
 * What auth keeps, and the one place that writes it: keys of the store, the records' encoding (protobuf, {@code
 * state.proto}), names that are allowed, pages of listings, the {@link dev.sallyport.auth.state.Ledger}. May use {@code
 * store}, {@code audit.event} and {@code pki.seal}; knows no rule of who may do what.
 *
 * <p>Promise: a change and its audit event are one commit; whoever reads a record reads one that was written whole.
 */
@NullMarked
package dev.sallyport.auth.state;

import org.jspecify.annotations.NullMarked;
