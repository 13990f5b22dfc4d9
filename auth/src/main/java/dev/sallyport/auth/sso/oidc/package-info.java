/**
 * OpenID Connect: the code flow with PKCE. May use {@code auth.sso.provider} and Nimbus JOSE for signatures.
 *
 * <p>Promise: nobody is taken for somebody unless the provider signed so, for this client, for this login, just now.
 */
@NullMarked
package dev.sallyport.auth.sso.oidc;

import org.jspecify.annotations.NullMarked;
