/**
 * The configuration file: one schema, from which the reader, the commented example of {@code configure} and the reference
 * page are made.
 *
 * <p>May use snakeyaml-engine, as nodes only: no object is ever built by a YAML library. Promises: a key that the schema
 * does not know, a wrong type, a bad or a repeated value stops the start, every mistake is told with its place, and all
 * of them at once. A secret never appears in a message.
 */
@NullMarked
package dev.sallyport.server.config;

import org.jspecify.annotations.NullMarked;
