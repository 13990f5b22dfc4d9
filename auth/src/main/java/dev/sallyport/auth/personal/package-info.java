/**
 * Personal fields of events: sealed under a key for each subject, shown while there is one, gone when it is destroyed.
 *
 * <p>May use: store (through auth.state), audit. Promises: what is stored of such a field is ciphertext; the key is in the store, sealed,
 * and nowhere else; after {@link dev.sallyport.auth.personal.SubjectKeys#shred} nothing that was sealed before opens, and nothing that
 * happened before is sealed again.
 */
@NullMarked
package dev.sallyport.auth.personal;

import org.jspecify.annotations.NullMarked;
