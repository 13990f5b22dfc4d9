/**
 * What a certificate says about its holder, as bytes: one DER structure in both kinds of certificate, X.509 and SSH.
 * {@code docs/reference/identity.md} gives its syntax.
 *
 * <p>Promise: one identity has one encoding; anything else is refused, never repaired.
 */
@NullMarked
package dev.sallyport.pki.identity;

import org.jspecify.annotations.NullMarked;
