/**
 * The role that people and agents connect to: {@link dev.sallyport.proxy.ProxyRole} and its settings. It can refuse and never grant: people
 * and agents speak SSH or TLS end to end, and what passes here are bytes.
 *
 * <p>May use: api, pki, protocols; its own packages below, which know nothing of this one. Promises: event loops never block; everything
 * that grows has a bound.
 */
@NullMarked
package dev.sallyport.proxy;

import org.jspecify.annotations.NullMarked;
