package dev.sallyport.cli.command;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.patch.Patch;
import com.google.protobuf.Message;
import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.v1.PutMode;
import dev.sallyport.cli.document.Document;
import dev.sallyport.cli.document.DocumentReader;
import dev.sallyport.cli.document.DocumentWriter;
import dev.sallyport.cli.document.Kinds;
import dev.sallyport.cli.terminal.Neutral;
import dev.sallyport.cli.things.AllThings;
import dev.sallyport.cli.things.ConnectorThings;
import dev.sallyport.cli.things.Things;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sally edit}. */
@Command(
        description = {
            "Change something in your editor ($VISUAL, $EDITOR, else vi).",
            "What does not fit, or was changed by somebody else meanwhile, stays in a file that is named to you."
        })
final class EditCommand implements Runnable {

    @Parameters(paramLabel = "KIND/NAME", description = "Such as role/dev.")
    private String target = "";

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    private final Shell shell;

    EditCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        Target asked = Target.parse(target);
        try (ApiChannel channel = cluster.open(shell)) {
            Things things = new AllThings(channel, shell.clock()).of(asked.kind());
            Message thing = things.one(asked.one());
            Target wanted = asked.kind().equals(Kinds.CONNECTOR)
                    ? new Target(ConnectorThings.kind(thing), asked.name())
                    : asked;
            String before = DocumentWriter.yaml(wanted.kind(), List.of(thing));
            edited(wanted, before, things);
        } catch (IOException e) {
            throw Failure.of(FailureCode.INTERNAL, "the editor could not be run: " + e.getMessage(), e);
        }
    }

    private void edited(Target wanted, String before, Things things) throws IOException {
        Path file = Files.createTempFile(
                "sally-" + wanted.kind() + "-",
                ".yaml",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, before);
        runEditor(file);
        String after = Files.readString(file);
        if (after.equals(before)) {
            Files.delete(file);
            shell.print("Nothing was changed.\n");
            return;
        }
        try {
            store(DocumentReader.read(file.toString(), after), wanted, things);
        } catch (Failure e) {
            throw kept(e, file, wanted, before, things);
        }
        Files.delete(file);
        shell.print(Neutral.line("Stored " + wanted.kind() + " " + wanted.one() + ".") + "\n");
    }

    private static void store(List<Document> documents, Target wanted, Things things) {
        for (Document document : documents) {
            if (!document.kind().equals(wanted.kind())) {
                throw Failure.of(
                        FailureCode.INVALID,
                        document.place("") + ": this is a " + document.kind() + ": expected a " + wanted.kind()
                                + ", which you began to edit");
            }
            things.check(document);
        }
        documents.forEach(document -> things.put(document, PutMode.PUT_MODE_UPDATE, false));
    }

    /** What was written is never lost: the file stays. Of a change by somebody else, the difference is shown. */
    private Failure kept(Failure failure, Path file, Target wanted, String before, Things things) {
        String difference = "";
        if (failure.code() == FailureCode.CONFLICT) {
            String now = DocumentWriter.yaml(wanted.kind(), List.of(things.one(wanted.one())));
            difference = "\nWhat changed since you began:\n" + difference(before, now);
        }
        return Failure.of(
                failure.code(),
                failure.text() + difference + "\nYour text is in " + file + "; 'sally create --force -f " + file
                        + "' stores it once it fits",
                failure);
    }

    private static String difference(String before, String now) {
        List<String> old = before.lines().toList();
        Patch<String> patch = DiffUtils.diff(old, now.lines().toList());
        return String.join("\n", UnifiedDiffUtils.generateUnifiedDiff("before", "now", old, patch, 2));
    }

    private void runEditor(Path file) throws IOException {
        String editor =
                shell.variable("VISUAL").or(() -> shell.variable("EDITOR")).orElse("vi");
        // As every program does it: the variable may hold arguments, so a shell splits it.
        Process process = new ProcessBuilder("/bin/sh", "-c", editor + " \"$1\"", "sh", file.toString())
                .inheritIO()
                .start();
        try {
            if (process.waitFor() != 0) {
                throw Failure.of(
                        FailureCode.INVALID,
                        "the editor (" + editor + ") ended with " + process.exitValue()
                                + ": nothing was stored; your text is in " + file);
            }
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
        }
    }
}
