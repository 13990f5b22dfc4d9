/**
 * The way to auth: which address, which trust, which identity, and the channel over them.
 *
 * <p>May use: api, pki, {@code cli.profile}.
 *
 * <p>Promise: nothing is sent before auth has proved itself by the CAs of the login, by a pin, or by pins that a public certificate vouched for.
 */
@NullMarked
package dev.sallyport.cli.connect;

import org.jspecify.annotations.NullMarked;
