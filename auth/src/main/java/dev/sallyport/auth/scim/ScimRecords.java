package dev.sallyport.auth.scim;

import com.google.protobuf.MessageLite;
import dev.sallyport.auth.state.Records;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/** Records of a connector, which stand under its name. */
record ScimRecords<R extends MessageLite>(Records<R> records) {

    private static final int AT_ONCE = 200;

    Optional<Records.Versioned<R>> find(String connector, String id) {
        return isId(id) ? records.find(key(connector, id)) : Optional.empty();
    }

    /** Those that fit, in the order of their ids, read a page at a time. */
    List<R> all(String connector, Predicate<R> fits) {
        List<R> all = new ArrayList<>();
        // A slash follows a name; what comes before it in order is no id.
        String after = connector + "/";
        while (true) {
            List<Records.Versioned<R>> page = records.after(after, AT_ONCE);
            for (Records.Versioned<R> each : page) {
                if (!each.name().startsWith(connector + "/")) {
                    return all;
                }
                if (fits.test(each.value())) {
                    all.add(each.value());
                }
            }
            if (page.size() < AT_ONCE) {
                return all;
            }
            after = page.getLast().name();
        }
    }

    static String key(String connector, String id) {
        return connector + "/" + id;
    }

    static boolean isId(String id) {
        try {
            return UUID.fromString(id).toString().equals(id);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
