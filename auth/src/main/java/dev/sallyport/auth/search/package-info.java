/**
 * Finds events among millions: an index beside the store, built from the log's leaves, and the search that joins it with what
 * came since.
 *
 * <p>The index is derived: it may be deleted at any time and is then made again. Of each group of up to
 * {@value dev.sallyport.auth.search.Postings#MOST} events it says for each term (a person, a kind, a thing, a word) which of them
 * have it. A group is in memory until it is full, and is then written once, its terms one after the other.
 *
 * <p>May use: store, audit, auth.state, auth.log. Promises: what the index says is looked at again in the event itself, so a
 * wrong index hides nothing that it does not have and shows nothing that does not match; pages are in the order in which auth
 * stored the events, so nothing is ever put between those that were read.
 */
@NullMarked
package dev.sallyport.auth.search;

import org.jspecify.annotations.NullMarked;
