/**
 * Things of a cluster, one class for each kind, as {@code sally get}, {@code create}, {@code edit} and {@code rm} know them:
 * all alike. A new kind is a class here, a line in {@link dev.sallyport.cli.things.AllThings} and one in {@link
 * dev.sallyport.cli.document.Kinds}.
 *
 * <p>May use the API's stubs and documents. Promise: a document is checked as far as it can be before auth is asked, and
 * mistakes have their place in the file.
 */
@NullMarked
package dev.sallyport.cli.things;

import org.jspecify.annotations.NullMarked;
