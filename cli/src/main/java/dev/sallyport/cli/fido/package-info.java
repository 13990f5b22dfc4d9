/**
 * Security keys in this machine, by the system's libfido2.
 *
 * <p>May use: the JDK's foreign functions, the api's messages.
 *
 * <p>Promise: without the library, or without a key, nothing happens and it says why; what is allocated there is freed there.
 */
@NullMarked
package dev.sallyport.cli.fido;

import org.jspecify.annotations.NullMarked;
