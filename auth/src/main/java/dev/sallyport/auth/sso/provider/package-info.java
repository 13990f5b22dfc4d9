/**
 * What conversations with identity providers of all protocols share: bounded HTTP, strict JSON, what a provider says of a person. May use the JDK's HTTP client and Jackson; knows no connector.
 *
 * <p>Promise: a provider that is slow, down or answers garbage costs a bounded time and a bounded amount of memory, and ends
 * in a failure that says which provider and what it did.
 */
@NullMarked
package dev.sallyport.auth.sso.provider;

import org.jspecify.annotations.NullMarked;
