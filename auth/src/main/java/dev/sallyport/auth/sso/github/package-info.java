/**
 * GitHub, and GitHub Enterprise: OAuth 2 with PKCE, organizations and teams by the API under the person's own token. May use {@code auth.sso.provider}.
 *
 * <p>Promise: the token is used for these questions, goes to no one else and is kept nowhere.
 */
@NullMarked
package dev.sallyport.auth.sso.github;

import org.jspecify.annotations.NullMarked;
