package dev.sallyport.benchmarks.relay;

import dev.sallyport.benchmarks.report.Samples;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What is done to a way. */
final class Load {

    /**
     * Throughput and price of bulk.
     *
     * @param mibPerSecond over all streams
     * @param cpuPerGib seconds of the relay's processor time
     */
    record Bulk(double mibPerSecond, double cpuPerGib) {}

    /**
     * Rate and price of connections.
     *
     * @param perSecond connections that carried a byte there and back
     * @param cpuMillis the relay's processor time for each
     */
    record Connections(double perSecond, double cpuMillis) {}

    private Load() {}

    static Bulk bulk(Way way, int streams, int mib) throws InterruptedException, ExecutionException {
        double cpu = way.cpuSeconds();
        long start = System.nanoTime();
        inParallel(streams, streams, () -> send(way, (long) mib << 20));
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Bulk(streams * mib / seconds, (way.cpuSeconds() - cpu) / (streams * mib / 1024.0));
    }

    private static void send(Way way, long bytes) throws IOException {
        byte[] buffer = new byte[FarEnd.BUFFER];
        try (Socket socket = way.connect()) {
            FarEnd.ask(socket, FarEnd.SINK, bytes);
            OutputStream out = socket.getOutputStream();
            for (long left = bytes; left > 0; left -= buffer.length) {
                out.write(buffer, 0, (int) Math.min(left, buffer.length));
            }
            if (socket.getInputStream().read() != 1) {
                throw new IOException("the far end did not confirm " + bytes + " bytes");
            }
        }
    }

    static Connections connections(Way way, int count, int parallel) throws InterruptedException, ExecutionException {
        double cpu = way.cpuSeconds();
        long start = System.nanoTime();
        inParallel(count, parallel, () -> {
            try (Socket socket = way.connect()) {
                FarEnd.ask(socket, FarEnd.ECHO, 0);
                ping(socket);
            }
        });
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Connections(count / seconds, (way.cpuSeconds() - cpu) * 1000 / count);
    }

    /** Microseconds of one byte there and back, on a connection that stands. */
    static Samples roundTrips(Way way, int count) throws IOException {
        Samples micros = new Samples();
        try (Socket socket = way.connect()) {
            FarEnd.ask(socket, FarEnd.ECHO, 0);
            for (int i = 0; i < count; i++) {
                long start = System.nanoTime();
                ping(socket);
                micros.add((System.nanoTime() - start) / 1e3);
            }
        }
        return micros;
    }

    private static void ping(Socket socket) throws IOException {
        socket.getOutputStream().write(1);
        if (socket.getInputStream().read() != 1) {
            throw new IOException("no echo");
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    private static void inParallel(int count, int parallel, Step step) throws InterruptedException, ExecutionException {
        try (ExecutorService workers = Executors.newFixedThreadPool(parallel)) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                running.add(workers.submit(() -> {
                    step.run();
                    return null;
                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
        }
    }
}
