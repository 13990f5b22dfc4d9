/**
 * What the ways in share that speak plain HTTP and JSON: SCIM, events of services, what identity providers answer.
 *
 * <p>May use: model, Jackson. Promises: JSON of strangers is read strictly, one value with no name twice, and within bounds.
 */
@NullMarked
package dev.sallyport.auth.web;

import org.jspecify.annotations.NullMarked;
