package dev.sallyport.api.reference;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import dev.sallyport.api.http.HttpPath;
import dev.sallyport.api.http.HttpPaths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The reference says what the contract says. */
class ApiReferenceGoldenTest {

    private static final Path REFERENCE = Path.of("../docs/reference/api.md");
    private static final String MADE = "<!-- Below: made from the contract by 'make golden'. -->\n\n";

    @Test
    void theReferenceIsAsTheContractIs() throws IOException {
        // Given
        String page = Files.readString(REFERENCE);
        String introduction = page.substring(0, page.indexOf(MADE) + MADE.length());

        // When
        String whole = introduction + new ApiReference(contract(), HttpPaths.all()).text();

        // Then
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(REFERENCE, whole);
        }
        assertThat(whole)
                .as("%s; if the change is meant: make golden, read the diff", REFERENCE)
                .isEqualTo(Files.readString(REFERENCE));
    }

    @Test
    void everyPathLeadsToAMethod() throws IOException {
        // Given
        List<String> methods = contract().getFileList().stream()
                .flatMap(file -> file.getServiceList().stream()
                        .flatMap(service -> service.getMethodList().stream()
                                .map(method -> file.getPackage() + "." + service.getName() + "." + method.getName())))
                .toList();

        // Then
        assertThat(methods)
                .containsAll(HttpPaths.all().stream().map(HttpPath::method).toList());
    }

    private static FileDescriptorSet contract() throws IOException {
        return FileDescriptorSet.parseFrom(Files.readAllBytes(Path.of("target/api.desc")));
    }
}
