package dev.sallyport.e2e.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a cluster keeps goes out as documents and comes in as documents, whatever its kind. */
@Tag("slow")
@ExtendWith(SharedWay.class)
class DocumentsIT {

    private final Way way;

    @TempDir
    private Path folder;

    DocumentsIT(Way way) {
        this.way = way;
    }

    @Test
    void whatIsCreatedIsGotEditedAndRemoved() throws IOException {
        // Given
        Path file = Files.writeString(folder.resolve("all.yaml"), """
                kind: role
                version: v1
                metadata: {name: doc-role}
                spec: {allow: {logins: [nobody], node_labels: {env: dev}}}
                ---
                kind: user
                version: v1
                metadata: {name: dora}
                spec: {roles: [access], traits: {team: [web]}}
                ---
                kind: access_list
                version: v1
                metadata: {name: doc-list}
                spec: {title: Documents, owners: [alice], roles: [access]}
                ---
                kind: lock
                version: v1
                spec: {target: {login: doc-login}, message: by a document}
                ---
                kind: token
                version: v1
                spec: {type: node}
                """);

        // When
        String dry = way.cluster()
                .admin("create", "-f", file.toString(), "--dry-run")
                .orFail();
        String none =
                way.cluster().admin("get", "users", "--filter=name == \"dora\"").orFail();
        String stored = way.cluster().admin("create", "-f", file.toString()).orFail();

        // Then
        assertThat(dry).contains("Would store role doc-role.", "Would store lock.");
        assertThat(none).doesNotContain("dora");
        assertThat(stored).contains("Stored user dora.", "sally users reset dora", "Token: ");
        assertThat(way.cluster().admin("get", "user/dora").orFail()).contains("team:", "- web", "revision:");
        assertThat(way.cluster()
                        .admin("get", "locks", "--filter=message == \"by a document\"")
                        .orFail())
                .contains("login: doc-login");
        assertThat(way.cluster().admin("get", "lists").orFail()).contains("title: Documents");
        assertThat(way.cluster().admin("get", "node/box1").orFail()).contains("reach: reachable");
        assertThat(way.cluster().admin("create", "-f", file.toString()).exit()).isNotZero();
        for (String thing : new String[] {"user/dora", "list/doc-list", "role/doc-role"}) {
            way.cluster().admin("rm", thing).orFail();
        }
        assertThat(way.cluster().admin("get", "user/dora").exit()).isNotZero();
    }
}
