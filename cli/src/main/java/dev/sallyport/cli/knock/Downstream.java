package dev.sallyport.cli.knock;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** What the host writes, on its way to OpenSSH. */
record Downstream(InputStream in, OutputStream out, String proxy) {

    private static final int BUFFER_BYTES = 65536;

    /** Copies until the host's side ends, then ends the output. Returns quietly where OpenSSH does not listen any more. */
    void run() throws Refusal {
        byte[] buffer = new byte[BUFFER_BYTES];
        int n;
        while ((n = read(buffer)) > 0) {
            try {
                out.write(buffer, 0, n);
            } catch (IOException e) {
                return;
            }
        }
        try {
            out.close();
        } catch (IOException e) {
            // It was closed already.
            return;
        }
    }

    private int read(byte[] buffer) throws Refusal {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            throw new Refusal(
                    Exit.UNREACHABLE, "the connection through proxy " + proxy + " broke off: " + e.getMessage());
        }
    }
}
