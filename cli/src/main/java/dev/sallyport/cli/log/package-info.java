/**
 * The audit log as who checks it sees it: where its files come from, what is remembered of it.
 *
 * <p>May use: api, pki, audit.
 *
 * <p>Promise: a log whose key, or whose beginning, is another than the one that was seen before is not accepted silently.
 */
@NullMarked
package dev.sallyport.cli.log;

import org.jspecify.annotations.NullMarked;
