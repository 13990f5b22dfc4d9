/**
 * Which nodes can be reached now: what the proxies report over their links, and probes through them. In memory only. May
 * use {@code api} messages.
 *
 * <p>Promise: what a link reported ends with the link; a probe that nobody answers is an answer after its time.
 */
@NullMarked
package dev.sallyport.auth.presence;

import org.jspecify.annotations.NullMarked;
