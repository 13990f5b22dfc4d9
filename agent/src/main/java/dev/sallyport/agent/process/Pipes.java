package dev.sallyport.agent.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Pipes on the way to a child: at the end, all of their ends that are not to be kept are closed. */
final class Pipes implements AutoCloseable {

    private final List<Integer> ends = new ArrayList<>();

    Pipe open() throws IOException {
        Pipe pipe = Pipe.open();
        ends.add(pipe.reading());
        ends.add(pipe.writing());
        return pipe;
    }

    void keep(Integer... fds) {
        ends.removeAll(List.of(fds));
    }

    @Override
    public void close() {
        ends.forEach(Descriptor::closeNow);
    }
}
