package dev.sallyport.server.wiring;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.pki.CaPin;
import dev.sallyport.server.config.DaemonConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What a role joins with. */
record Tokens(Optional<String> token, List<CaPin> pins) {

    /** The environment's own way: nothing to delete, nothing on disk. */
    private static final String VARIABLE = "SALLYPORT_TOKEN";

    /** From the file, then from its token file, then from the environment. A token file that is gone is none: it is needed once. */
    static Tokens of(DaemonConfig.Joining joining) {
        Optional<String> token = joining.token()
                .or(() -> joining.tokenFile().flatMap(Tokens::read))
                .or(() -> Optional.ofNullable(System.getenv(VARIABLE)))
                .map(String::strip)
                .filter(text -> !text.isEmpty());
        return new Tokens(token, joining.caPins().stream().map(CaPin::parse).toList());
    }

    private static Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw Failure.of(FailureCode.INVALID, "the token file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return "Tokens[***]";
    }
}
