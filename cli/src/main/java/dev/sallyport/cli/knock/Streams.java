package dev.sallyport.cli.knock;

import java.io.InputStream;
import java.io.OutputStream;

/** The two ends of OpenSSH's pipe. */
record Streams(InputStream in, OutputStream out) {}
