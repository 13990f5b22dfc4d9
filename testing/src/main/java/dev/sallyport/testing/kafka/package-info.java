/** A real Kafka broker, a process of its own. May use: nothing of ours but testing. */
@NullMarked
package dev.sallyport.testing.kafka;

import org.jspecify.annotations.NullMarked;
