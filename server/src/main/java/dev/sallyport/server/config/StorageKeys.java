package dev.sallyport.server.config;

import static dev.sallyport.server.config.Key.maybe;
import static dev.sallyport.server.config.Key.with;
import static dev.sallyport.server.config.RoleKeys.PATH;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Keys of where auth keeps recordings and a copy of the log, and what only holds between several of them. */
final class StorageKeys {

    static final Key KEY = Key.section(
            "storage",
            "Where recordings are kept, and where the audit log is carried to.",
            with(
                    "to",
                    new Shape.Choice(List.of("disk", "s3")),
                    "disk",
                    "disk: in data_dir. s3: in a bucket; what is on the disk already stays there and is found."),
            maybe("bucket", new Shape.Text(63), "acme-audit", "For s3: the bucket, which must be there."),
            maybe(
                    "prefix",
                    new Shape.Text(200),
                    "sallyport/prod/",
                    "Before all names, with a slash at its end. One for each cluster."),
            maybe("region", new Shape.Text(64), "eu-central-1", "For s3: the bucket's region."),
            maybe(
                    "endpoint",
                    new Shape.Text(512),
                    "https://s3.example.com:9000",
                    "Of what speaks like S3 and is not AWS. Without it AWS."),
            with(
                    "path_style",
                    new Shape.Flag(),
                    "false",
                    "The bucket's name in the path of a request, not in the host's name, as many that are not AWS want it."),
            maybe(
                    "access_key_id",
                    new Shape.Text(128),
                    "AKIAIOSFODNN7EXAMPLE",
                    "Without it credentials come from where AWS keeps them: environment, profile, the role of the machine or container."),
            maybe(
                    "secret_key_file",
                    PATH,
                    "/etc/sallyport/s3.secret",
                    "A file with the secret of that key, and nothing else."),
            maybe("ca", PATH, "/etc/sallyport/s3-ca.pem", "Whom to believe, PEM; without it the JDK's CAs."));

    private StorageKeys() {}

    /** What is wrong with them; empty where nothing is. */
    static Optional<String> problem(Table storage) {
        if (!storage.text("to").equals("s3")) {
            return Optional.empty();
        }
        if (!storage.has("bucket") || !storage.has("region")) {
            return Optional.of("auth.storage to s3 needs bucket and region");
        }
        if (storage.has("access_key_id") != storage.has("secret_key_file")) {
            return Optional.of("auth.storage: access_key_id and secret_key_file come together");
        }
        if (storage.has("endpoint") && !NoteKeys.isUrl(storage.text("endpoint"))) {
            return Optional.of("auth.storage.endpoint: expected a URL, such as https://s3.example.com:9000");
        }
        return Optional.empty();
    }

    static Optional<DaemonConfig.Bucket> read(Table storage) {
        if (!storage.text("to").equals("s3")) {
            return Optional.empty();
        }
        return Optional.of(new DaemonConfig.Bucket(
                storage.text("bucket"),
                storage.maybeText("prefix").orElse(""),
                storage.text("region"),
                storage.maybeText("endpoint").map(URI::create),
                storage.flag("path_style"),
                storage.maybeText("access_key_id"),
                storage.maybePath("secret_key_file"),
                storage.maybePath("ca")));
    }
}
