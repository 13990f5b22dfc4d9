/**
 * Finds events among millions: an index beside the store, built from the log's leaves a block at a time, and the search that
 * joins it with what came since.
 *
 * <p>The index is derived: it may be deleted at any time and is then made again. For each term (a person, a kind, a thing, a
 * word) and each block of {@value dev.sallyport.auth.search.EventIndex#BLOCK} events it says which of them have it.
 *
 * <p>May use: store, audit, auth.state, auth.log. Promises: what the index says is looked at again in the event itself, so a
 * wrong index hides nothing that it does not have and shows nothing that does not match; pages are in the order in which auth
 * stored the events, so nothing is ever put between those that were read.
 */
@NullMarked
package dev.sallyport.auth.search;

import org.jspecify.annotations.NullMarked;
