package dev.sallyport.cli.knock;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A way to the host, bare or in TLS. */
interface Connection extends Closeable {

    InputStream in();

    OutputStream out();

    /** Nothing more will be written; reading goes on. */
    void endOutput() throws IOException;
}
