package dev.sallyport.audit.blob;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.util.regex.Pattern;

/** What may be the name of a blob: nothing that leaves a folder, or that one of the places spells another way. */
public final class BlobName {

    private static final String PART = "[0-9a-z_-][0-9a-z._-]*";
    private static final Pattern NAME = Pattern.compile("(?=.{1,400}$)" + PART + "(/" + PART + ")*");

    private BlobName() {}

    /** @throws Failure INVALID where it is no name */
    public static String checked(String name) {
        if (!NAME.matcher(name).matches()) {
            throw Failure.of(FailureCode.INVALID, "'" + name + "' is no name of something that is kept");
        }
        return name;
    }

    /** @throws Failure INVALID where it is neither "" nor a name and a slash */
    public static String folder(String folder) {
        if (!folder.isEmpty()) {
            String _ = checked(folder.endsWith("/") ? folder.substring(0, folder.length() - 1) : "/");
        }
        return folder;
    }
}
