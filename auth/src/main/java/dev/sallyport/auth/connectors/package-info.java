/**
 * Connectors to identity providers, and login rules: documents that administrators write. May use {@code auth.state}, {@code auth.roles} and {@code auth.sso.provider}.
 *
 * <p>Promise: what is stored was checked; a secret is shown to nobody, and goes nowhere else than to where it was written for.
 */
@NullMarked
package dev.sallyport.auth.connectors;

import org.jspecify.annotations.NullMarked;
