package dev.sallyport.store;

import java.time.Instant;
import java.util.function.Function;

/**
 * Keys that ascend with time: a database may keep each month of them in a table of its own.
 *
 * @param prefix what all of them begin with
 * @param first the smallest key of a time and of all after it
 */
public record TimeOrdered(String prefix, Function<Instant, String> first) {}
