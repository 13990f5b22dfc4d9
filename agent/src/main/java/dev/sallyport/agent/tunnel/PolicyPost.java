package dev.sallyport.agent.tunnel;

import dev.sallyport.api.v1.SignedPolicy;
import java.util.function.Consumer;

/**
 * Where what proxies bring of policy goes.
 *
 * @param ask run when auth is to be asked; returns at once
 * @param handed takes what auth is said to have signed, on the stream's thread
 */
public record PolicyPost(Runnable ask, Consumer<SignedPolicy> handed) {}
