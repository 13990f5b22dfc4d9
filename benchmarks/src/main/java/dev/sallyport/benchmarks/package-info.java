/** Load programs that measure the built distribution beside its peers; results are kept as files. */
@NullMarked
package dev.sallyport.benchmarks;

import org.jspecify.annotations.NullMarked;
