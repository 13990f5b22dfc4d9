/**
 * How a person answers for a second factor: a key in the machine, a browser, a code; and calls that are made again with a proof.
 *
 * <p>May use: api, {@code cli.terminal}, {@code cli.fido}.
 *
 * <p>Promise: a key signs for the proxy that the person went to, and for nobody else; what is asked for is shown before a key is touched; a script is never asked.
 */
@NullMarked
package dev.sallyport.cli.factor;

import org.jspecify.annotations.NullMarked;
