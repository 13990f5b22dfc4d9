package dev.sallyport.cli.command;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.Comment;
import dev.sallyport.api.v1.ListCommentsRequest;
import dev.sallyport.api.v1.RecordingServiceGrpc;
import dev.sallyport.api.v1.RecordingServiceGrpc.RecordingServiceBlockingStub;
import dev.sallyport.audit.recording.ReadingKeys;
import dev.sallyport.audit.recording.RecordingChunks;
import dev.sallyport.pki.hpke.OpeningKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Where a recording comes from: a file that was downloaded, or auth. */
final class RecordingSource implements AutoCloseable {

    @Parameters(paramLabel = "ID", description = "As sally recordings ls shows it, or a downloaded file.")
    private String id = "";

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "A private recording key, where it is encrypted for one.")
    private List<Path> keys = List.of();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    private @Nullable ApiChannel channel;
    private @Nullable RecordingChunks file;
    private @Nullable ArrivingChunks arriving;

    /** Whether it is a file. */
    boolean isFile() {
        return id.indexOf('/') >= 0 || (id.endsWith(".rec") && Files.isRegularFile(Path.of(id)));
    }

    /** As it was given. */
    String id() {
        return id;
    }

    Iterator<byte[]> chunks(Shell shell) {
        if (isFile()) {
            file = RecordingChunks.of(Path.of(id));
            return file;
        }
        return arriving(shell, OptionalLong.empty(), false);
    }

    ArrivingChunks arriving(Shell shell, OptionalLong at, boolean follow) {
        ArrivingChunks chunks = new ArrivingChunks(service(shell)::readRecording, id, at, follow);
        arriving = chunks;
        return chunks;
    }

    /** The keys that were given, and those that auth sends with what arrives. */
    ReadingKeys keys() {
        return new ReadingKeys(
                keys.stream().map(OpeningKey::read).toList(),
                chunk -> arriving == null ? Optional.empty() : arriving.keyOf(chunk));
    }

    /** What people wrote to its moments; nothing for a file. */
    List<Comment> comments(Shell shell) {
        if (isFile()) {
            return List.of();
        }
        ListCommentsRequest request =
                ListCommentsRequest.newBuilder().setSessionId(id).build();
        return GrpcFailures.calling(() -> service(shell).listComments(request)).getCommentsList();
    }

    RecordingServiceBlockingStub service(Shell shell) {
        return RecordingServiceGrpc.newBlockingStub(channel(shell).channel());
    }

    ApiChannel channel(Shell shell) {
        ApiChannel open = channel == null ? cluster.open(shell) : channel;
        channel = open;
        return open;
    }

    @Override
    public void close() {
        if (channel != null) {
            channel.close();
        }
        if (file != null) {
            file.close();
        }
    }
}
