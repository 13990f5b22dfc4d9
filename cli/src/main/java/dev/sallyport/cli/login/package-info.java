/**
 * How a person gets in: an invite accepted, password and second factor asked for or given by flag, file or environment, certificates fetched.
 *
 * <p>May use: api, pki, {@code cli.connect}, {@code cli.profile}, {@code cli.openssh}, {@code cli.terminal}.
 *
 * <p>Promise: what is secret is never echoed, never in an argument list unless the person put it there, never in a message; every question
 * can be answered by a script.
 */
@NullMarked
package dev.sallyport.cli.login;

import org.jspecify.annotations.NullMarked;
