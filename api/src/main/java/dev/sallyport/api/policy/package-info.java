/**
 * How a node's policy is signed and read: by auth and by agents with the same eyes.
 *
 * <p>May use pki and model. Promises: a signature that is good here was made for a policy image and for nothing else; an image
 * of which a part is not understood is an error as a whole.
 */
@NullMarked
package dev.sallyport.api.policy;

import org.jspecify.annotations.NullMarked;
