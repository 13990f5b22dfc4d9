/** Event catalogue, recording format, upload, playback. */
@NullMarked
package dev.sallyport.audit;

import org.jspecify.annotations.NullMarked;
