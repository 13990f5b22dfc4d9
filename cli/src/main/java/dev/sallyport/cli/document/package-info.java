/**
 * What the cluster keeps, as YAML or JSON that a person edits: {@code kind}, {@code version}, {@code metadata}, {@code
 * spec}. Read along the messages of the API, so that a field that the API does not know is a mistake with its place.
 *
 * <p>May use snakeyaml-engine, as nodes only. Promise: aliases, repeated and unknown keys are refused; nothing in a
 * document is more than text, numbers and lists.
 */
@NullMarked
package dev.sallyport.cli.document;

import org.jspecify.annotations.NullMarked;
