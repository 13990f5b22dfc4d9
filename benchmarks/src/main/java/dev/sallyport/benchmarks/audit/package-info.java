/** The audit log under load: appends that are durable, how soon they are provable, how fast all of it is verified. */
@NullMarked
package dev.sallyport.benchmarks.audit;

import org.jspecify.annotations.NullMarked;
