package dev.sallyport.api.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import dev.sallyport.api.v1.AccessList;
import dev.sallyport.api.v1.ListMember;
import dev.sallyport.api.v1.MachineType;
import dev.sallyport.api.v1.Metadata;
import dev.sallyport.api.v1.Node;
import dev.sallyport.api.v1.Role;
import dev.sallyport.api.v1.StringList;
import dev.sallyport.api.v1.Token;
import dev.sallyport.api.v1.User;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageFilterTest {

    private static final User ALICE = User.newBuilder()
            .setName("alice")
            .addRoles("dev")
            .addRoles("oncall")
            .putTraits("team", StringList.newBuilder().addValues("web").build())
            .setActive(true)
            .setCreated(Timestamp.newBuilder().setSeconds(1_000_000_000))
            .build();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name == \"alice\"",
                "contains(roles, \"oncall\") && active",
                "contains(traits[\"team\"], \"web\")",
                "created == \"2001-09-09T01:46:40Z\"",
                "locked_until == \"\"",
                "!(name == \"bob\")",
            })
    void fieldsAreAskedForByTheNamesThatTheApiHas(String filter) {
        assertThat(holds(filter, ALICE)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"name == \"bob\"", "!active", "contains(traits[\"team\"], \"db\")"})
    void whatDoesNotHoldIsLeftOut(String filter) {
        assertThat(holds(filter, ALICE)).isFalse();
    }

    @Test
    void whatIsInsideOfOtherThingsHasADottedName() {
        // Given
        Role role = Role.newBuilder()
                .setMetadata(Metadata.newBuilder().putLabels("team", "web"))
                .build();
        AccessList list = AccessList.newBuilder()
                .addMembers(ListMember.newBuilder().setUser("alice"))
                .addMembers(ListMember.newBuilder().setList("others"))
                .build();

        // Then
        assertThat(holds("metadata.labels[\"team\"] == \"web\"", role)).isTrue();
        assertThat(holds("contains(members.user, \"alice\")", list)).isTrue();
        assertThat(holds("contains(members.user, \"bob\")", list)).isFalse();
    }

    @Test
    void enumeratedValuesAreWords() {
        // Given
        Token token = Token.newBuilder().setType(MachineType.MACHINE_TYPE_PROXY).build();
        Node node = Node.newBuilder().setReach(Node.Reach.OFFLINE).build();

        // Then
        assertThat(holds("type == \"proxy\"", token)).isTrue();
        assertThat(holds("reach == \"offline\"", node)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nmae == \"alice\"", "name", "name == ", "roles == \"dev\"", "contains(name"})
    void aMistakeTellsItsPlace(String filter) {
        // When
        Failure failure = catchThrowableOfType(Failure.class, () -> holds(filter, ALICE));

        // Then
        assertThat(failure.code()).isEqualTo(FailureCode.INVALID);
        assertThat(failure.text()).startsWith("filter, character ");
    }

    private static boolean holds(String filter, Message message) {
        return MessageFilter.parse(filter, message.getDescriptorForType()).test(message);
    }
}
