/**
 * An identity provider in the same process: what tests log in by. May use the JDK and Nimbus, with which it signs real tokens.
 *
 * <p>Promise: as a provider should be, unless a test tells it to misbehave.
 */
@NullMarked
package dev.sallyport.testing.sso;

import org.jspecify.annotations.NullMarked;
