package dev.sallyport.model.access;

import java.time.Instant;

/**
 * What else a decision depends on.
 *
 * @param now when it is taken
 */
public record Circumstances(Instant now) {}
