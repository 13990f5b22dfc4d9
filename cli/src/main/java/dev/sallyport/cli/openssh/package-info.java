/**
 * The system's OpenSSH: the configuration with which its clients work unchanged, the agent that holds keys, and starting it.
 *
 * <p>May use: the JDK, the model, pki's SSH keys. {@code cli.profile} hands it what it needs as
 * {@link dev.sallyport.cli.openssh.SshLogin}.
 *
 * <p>Promise: what it prints can be read by {@code ssh -G}, whatever characters are in paths and names; a value that cannot be written safely
 * is refused.
 */
@NullMarked
package dev.sallyport.cli.openssh;

import org.jspecify.annotations.NullMarked;
