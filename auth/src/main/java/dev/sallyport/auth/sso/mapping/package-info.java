/**
 * From what a provider says of a person to roles and traits: login rules, then the connector's mapping. A pure function. May use {@code auth.connectors} and {@code auth.sso.provider}.
 *
 * <p>Promise: every step is told; a person for whom nothing fits gets nothing; nothing that a provider said is left out
 * silently.
 */
@NullMarked
package dev.sallyport.auth.sso.mapping;

import org.jspecify.annotations.NullMarked;
