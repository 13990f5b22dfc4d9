/** What the kernel says of running processes: processor time and memory, from {@code /proc} (proc(5)). */
@NullMarked
package dev.sallyport.benchmarks.process;

import org.jspecify.annotations.NullMarked;
