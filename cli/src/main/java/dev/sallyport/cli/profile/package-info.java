/**
 * What a login leaves on disk: per proxy a folder in {@code ~/.sally} (or {@code $SALLY_HOME}) with keys, certificates, trust, what a knock
 * needs and an OpenSSH configuration; and a file that names the current one.
 *
 * <p>May use: pki, api's messages, {@code cli.knock} (whose file it writes), {@code cli.openssh}.
 *
 * <p>Promise: folders have mode 0700 and files 0600 from their first byte; each file is replaced as a whole; the pointer moves last.
 */
@NullMarked
package dev.sallyport.cli.profile;

import org.jspecify.annotations.NullMarked;
