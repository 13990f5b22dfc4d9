package dev.sallyport.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.store.Store.Write;
import dev.sallyport.testing.postgres.PostgresServer;
import dev.sallyport.testing.postgres.PostgresTls;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Servers stop, fill up, refuse and are not what was meant: nothing acknowledged is lost, and each failure says what to do. */
@Timeout(120)
final class PostgresBadDaysTest {

    @RegisterExtension
    static final OnePostgres POSTGRES = new OnePostgres();

    private final TestClock clock = new TestClock();
    private final PostgresSettings settings = POSTGRES.fresh();

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private void run(String... statements) throws SQLException {
        POSTGRES.server().run("postgres", statements);
    }

    private static Failure failure(ThrowingCallable call, String... says) {
        Failure failure = catchThrowableOfType(Failure.class, call);
        assertThat(failure).isNotNull();
        assertThat(failure.text()).contains("PostgreSQL at 127.0.0.1:", "Next: ");
        assertThat(List.of(says)).allMatch(failure.text()::contains);
        return failure;
    }

    private Failure openFails(PostgresSettings with, String... says) {
        Failure failure = failure(() -> OnePostgres.open(with, clock), says);
        assertThat(failure.code()).isEqualTo(FailureCode.UNAVAILABLE);
        return failure;
    }

    private PostgresSettings as(String user, String password) {
        return new PostgresSettings(
                settings.place(),
                new PostgresSettings.Login(user, Optional.of(password)),
                settings.tls(),
                settings.schema(),
                1,
                settings.history(),
                settings.timed());
    }

    private PostgresSettings at(PostgresSettings.Place place, PostgresSettings.Tls tls) {
        return new PostgresSettings(
                place, settings.login(), tls, settings.schema(), 1, settings.history(), settings.timed());
    }

    @Test
    void too_few_rights_and_an_unknown_user_are_named_and_the_password_is_not() throws Exception {
        // Given
        String user = settings.schema() + "_user";
        run("CREATE ROLE " + user + " LOGIN PASSWORD 'right-secret'");

        // When
        Failure rights = openFails(as(user, "right-secret"), "too few rights", "GRANT CREATE");
        Failure unknown = openFails(as("nobody_here", "wrong-secret"), "refuses the user nobody_here");
        Failure wrong = openFails(as(user, "wrong-secret"), "refuses the user " + user);

        // Then
        assertThat(rights.text() + unknown.text() + wrong.text() + as(user, "right-secret"))
                .doesNotContain("secret");
    }

    @Test
    void what_is_not_there_is_named() {
        PostgresSettings.Place place = settings.place();
        openFails(
                at(new PostgresSettings.Place("127.0.0.1", place.port(), "absent"), settings.tls()),
                "no such database");
        openFails(at(new PostgresSettings.Place("127.0.0.1", 1, "postgres"), settings.tls()), "cannot be reached");
    }

    @Test
    void a_server_without_tls_is_refused_where_it_is_asked_for() {
        PostgresSettings.Tls full = verified(Path.of("/dev/null"));
        openFails(at(settings.place(), full), "cannot be reached", "SSL");
    }

    @Test
    void only_the_server_whose_certificate_fits_is_spoken_to(@TempDir Path folder) throws Exception {
        // Given
        PostgresTls files = PostgresTls.in(folder);
        try (PostgresServer server = PostgresServer.start(folder.resolve("data"), files.settings())) {
            PostgresSettings.Place name = new PostgresSettings.Place("localhost", server.port(), "postgres");
            PostgresSettings.Place address = new PostgresSettings.Place("127.0.0.1", server.port(), "postgres");

            // When
            try (PostgresStore store = OnePostgres.open(at(name, verified(files.ca())), clock)) {
                store.put("a", bytes("1"));
            }

            // Then
            assertThatThrownBy(() -> OnePostgres.open(at(name, verified(files.otherCa())), clock))
                    .hasMessageContaining("cannot be reached");
            assertThatThrownBy(() -> OnePostgres.open(at(address, verified(files.ca())), clock))
                    .hasMessageContaining("cannot be reached");
        }
    }

    private static PostgresSettings.Tls verified(Path ca) {
        return new PostgresSettings.Tls("verify-full", Optional.of(ca), Optional.empty(), Optional.empty());
    }

    @Test
    void an_old_server_is_refused() {
        PostgresSchema schema = new PostgresSchema(settings, new PostgresFailures(settings));
        assertThatThrownBy(() -> schema.requireVersion(130011)).hasMessageContaining("is version 13; 14 or newer");
        schema.requireVersion(140000);
    }

    @Test
    void a_newer_version_s_tables_and_another_program_s_are_refused_and_left() throws Exception {
        // Given
        OnePostgres.open(settings, clock).close();
        run("UPDATE " + settings.schema() + ".state SET format = 2");
        PostgresSettings theirs = POSTGRES.fresh();
        run("CREATE SCHEMA " + theirs.schema(), "CREATE TABLE " + theirs.schema() + ".accounts (id int)");

        // Then
        openFails(settings, "format 2", "newer one");
        openFails(theirs, "tables of another program");
    }

    @Test
    void a_full_disk_refuses_writes_and_the_next_one_goes_through_when_there_is_space() throws Exception {
        // Given
        String function = settings.schema() + ".full()";
        try (PostgresStore store = OnePostgres.open(settings, clock)) {
            store.put("kept", bytes("1"));
            run(
                    "CREATE FUNCTION " + function + " RETURNS trigger LANGUAGE plpgsql AS"
                            + " $$BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END$$",
                    "CREATE TRIGGER full_disk BEFORE INSERT ON " + settings.schema()
                            + ".entry_other FOR EACH ROW EXECUTE FUNCTION " + function);

            // When
            Failure full = failure(() -> store.put("more", bytes("2")), "no space left", "free space");

            // Then
            assertThat(full.code()).isEqualTo(FailureCode.UNAVAILABLE);
            assertThat(store.trouble()).isPresent();
            assertThat(store.get("kept")).isPresent();
            assertThat(store.get("more")).isEmpty();
            run("DROP FUNCTION " + function + " CASCADE");
            assertThat(store.put("more", bytes("2"))).isEqualTo(2);
            assertThat(store.trouble()).isEmpty();
        }
    }

    @Test
    void a_read_only_database_is_named() throws Exception {
        // Given
        String user = settings.schema() + "_reader";
        run(
                "CREATE ROLE " + user + " LOGIN SUPERUSER PASSWORD 'x'",
                "ALTER ROLE " + user + " SET default_transaction_read_only = on");

        // Then
        openFails(as(user, "x"), "read-only", "primary");
    }

    private static List<Write> pair(String name) {
        return List.of(new Write.Put(name + "/a", bytes(name), 0), new Write.Put(name + "/b", bytes(name), 0));
    }

    @Test
    void a_connection_that_is_cut_in_a_commit_leaves_all_or_nothing_and_is_made_again() throws Exception {
        // Given
        try (CuttingProxy proxy = new CuttingProxy(settings.place().port());
                PostgresStore store = OnePostgres.open(POSTGRES.fresh(proxy.port()), clock)) {
            store.put("before", bytes("1"));

            // When
            proxy.cutBefore("never-written");
            Failure before = failure(() -> store.commit(pair("never-written")), "cannot be");
            proxy.cutAfterCommitOf("not-answered");
            Failure after = failure(() -> store.commit(pair("not-answered")), "cannot be");

            // Then
            assertThat(List.of(before.code(), after.code())).containsOnly(FailureCode.UNAVAILABLE);
            assertThat(store.put("after", bytes("1"))).isEqualTo(4);
            assertThat(StoreContract.keys(store.range("", "", 10)))
                    .containsExactly("after", "before", "not-answered/a", "not-answered/b");
        }
    }

    @Test
    void watches_are_lost_rather_than_silent_when_a_commit_was_made_unheard() throws Exception {
        // Given
        SeenChanges seen = new SeenChanges();
        try (CuttingProxy proxy = new CuttingProxy(settings.place().port());
                PostgresStore store = OnePostgres.open(POSTGRES.fresh(proxy.port()), clock);
                Store.Watch _ = store.watch("", 0, seen, seen::lost)) {
            store.put("before", bytes("1"));
            assertThat(seen.next(1)).containsExactly("put before=1 @1");

            // When
            proxy.cutAfterCommitOf("not-answered");
            failure(() -> store.commit(pair("not-answered")));

            // Then
            assertThat(seen.awaitLost()).isTrue();
        }
    }

    @Test
    void a_second_process_stands_by_and_takes_over_when_the_first_ends() throws Exception {
        // Given
        PostgresStore first = OnePostgres.open(settings, clock);
        first.put("a", bytes("1"));
        CountDownLatch waits = new CountDownLatch(1);
        AtomicReference<String> who = new AtomicReference<>("");
        var second = Executors.newVirtualThreadPerTaskExecutor();
        try (second) {
            var opened = second.submit(() -> PostgresStore.open(settings, clock, holder -> {
                who.set(holder);
                waits.countDown();
            }));
            assertThat(waits.await(20, TimeUnit.SECONDS)).isTrue();
            first.put("b", bytes("1"));

            // When
            first.close();

            // Then
            try (PostgresStore taken = opened.get()) {
                assertThat(who.get()).contains("sallyport, user postgres, from 127.0.0.1");
                assertThat(taken.put("c", bytes("1"))).isEqualTo(3);
            }
        }
    }

    @Test
    void who_lost_the_right_to_write_can_neither_commit_nor_read_what_is_no_longer_so() throws Exception {
        // Given: the first one's session is ended while it does nothing, and another takes over
        CuttingProxy proxy = new CuttingProxy(settings.place().port());
        PostgresSettings behind = POSTGRES.fresh(proxy.port());
        PostgresStore first = OnePostgres.open(behind, clock);
        first.put("a", bytes("1"));
        proxy.close();
        run("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid::int8 ="
                + " (hashtext('" + behind.schema() + "')::int8 & 4294967295)");
        PostgresSettings direct = new PostgresSettings(
                settings.place(), behind.login(), behind.tls(), behind.schema(), 1, behind.history(), List.of());
        try (PostgresStore second = OnePostgres.open(direct, clock)) {
            second.put("b", bytes("1"));

            // When
            try (CuttingProxy again = new CuttingProxy(settings.place().port(), proxy.port())) {
                Failure refused = failure(() -> first.put("c", bytes("1")));

                // Then
                assertThat(refused.code()).isEqualTo(FailureCode.UNAVAILABLE);
                assertThat(second.get("c")).isEmpty();
                assertThat(second.put("d", bytes("1"))).isEqualTo(3);
                assertThat(again.port()).isEqualTo(behind.place().port());
            }
        }
        first.close();
    }

    @Test
    void a_commit_under_an_old_epoch_writes_nothing() throws Exception {
        // Given: as where something between shares sessions, so that two have the lock
        try (PostgresStore store = OnePostgres.open(settings, clock)) {
            store.put("a", bytes("1"));
            run("UPDATE " + settings.schema() + ".state SET epoch = epoch + 1");

            // When
            failure(() -> store.put("b", bytes("1")), "written by another auth", "start this process again");

            // Then
            failure(() -> store.get("a"), "written by another auth");
            try (var connection = POSTGRES.server().connect("postgres");
                    var statement = connection.createStatement();
                    var found = statement.executeQuery("SELECT count(*) FROM " + settings.schema() + ".entry")) {
                assertThat(found.next()).isTrue();
                assertThat(found.getInt(1)).isEqualTo(1);
            }
        }
    }
}
