package dev.sallyport.benchmarks.relay;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/**
 * What a relayed connection reaches: takes 9 bytes, a command and a length. {@link #SINK} swallows so many bytes and answers one;
 * {@link #ECHO} sends single bytes back until the end.
 */
final class FarEnd {

    static final int SINK = 'S';
    static final int ECHO = 'E';
    static final int BUFFER = 256 << 10;

    private FarEnd() {}

    /** Serves until the other side ends; closes the socket. */
    static void serve(Socket socket) {
        try (socket;
                InputStream in = socket.getInputStream();
                OutputStream out = socket.getOutputStream()) {
            DataInputStream data = new DataInputStream(in);
            int command = data.readUnsignedByte();
            long length = data.readLong();
            if (command == SINK) {
                swallow(in, length);
                out.write(1);
            } else {
                echo(in, out);
            }
        } catch (EOFException e) {
            // The client tried the way only.
        } catch (IOException e) {
            // A relay that breaks shows at the client, which counts.
        }
    }

    private static void swallow(InputStream in, long length) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (long left = length; left > 0; ) {
            int n = in.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (n < 0) {
                throw new EOFException("ended " + left + " bytes early");
            }
            left -= n;
        }
    }

    private static void echo(InputStream in, OutputStream out) throws IOException {
        for (int b = in.read(); b >= 0; b = in.read()) {
            out.write(b);
        }
    }

    /** The client's beginning. */
    static void ask(Socket socket, int command, long length) throws IOException {
        DataOutputStream out = new DataOutputStream(new java.io.BufferedOutputStream(socket.getOutputStream(), 16));
        out.writeByte(command);
        out.writeLong(length);
        out.flush();
    }
}
