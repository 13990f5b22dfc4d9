package dev.sallyport.audit;

import java.io.IOException;
import java.nio.channels.FileChannel;

/** What makes bytes that were written survive the loss of power. There to be watched by tests, which cannot pull a plug. */
@FunctionalInterface
public interface Disk {

    /** The real one: fsync(2). */
    Disk REAL = file -> file.force(false);

    /** Returns when what was written to this file, or the names in this directory, survive the loss of power. */
    void force(FileChannel file) throws IOException;
}
