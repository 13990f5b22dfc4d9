/**
 * SAML 2.0: web browser single sign-on, request by redirect, response by POST. May use {@code auth.sso.provider} and the JDK's XML and XML signatures.
 *
 * <p>Promise: what is read of an assertion is parsed from the very bytes whose digest was signed, so that no other element can
 * pass for the signed one; a document that is not exactly of the expected shape is refused before any signature is looked at.
 */
@NullMarked
package dev.sallyport.auth.sso.saml;

import org.jspecify.annotations.NullMarked;
