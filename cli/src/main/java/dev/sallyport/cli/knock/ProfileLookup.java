package dev.sallyport.cli.knock;

import java.io.File;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Finds the knock file: by folder, by proxy, by cluster, else the current profile's. */
record ProfileLookup(
        Homes homes,
        @Nullable String profile,
        @Nullable String proxy,
        @Nullable String cluster) {

    KnockFile find() throws Refusal, IOException {
        if (profile != null) {
            return read(new File(profile), "this profile");
        }
        if (cluster != null) {
            return ofCluster(cluster);
        }
        String address = proxy != null ? proxy : homes.proxy();
        if (address != null) {
            return read(new File(homes.home(), Homes.folderOf(address)), address);
        }
        return read(new File(homes.home(), current()), "any proxy");
    }

    private String current() throws Refusal, IOException {
        try (FileInputStream in = new FileInputStream(new File(homes.home(), Homes.CURRENT))) {
            return new String(in.readNBytes(512), StandardCharsets.UTF_8).trim();
        } catch (FileNotFoundException e) {
            throw notLoggedIn("any proxy");
        }
    }

    private KnockFile ofCluster(String name) throws Refusal, IOException {
        String[] folders = homes.home().list();
        for (String folder : folders == null ? new String[0] : folders) {
            File file = new File(new File(homes.home(), folder), KnockFile.NAME);
            if (file.isFile()) {
                KnockFile found = KnockFile.read(file);
                if (found.cluster().equalsIgnoreCase(name)) {
                    return found;
                }
            }
        }
        throw notLoggedIn("cluster ".concat(name));
    }

    private static KnockFile read(File folder, String what) throws Refusal, IOException {
        try {
            return KnockFile.read(new File(folder, KnockFile.NAME));
        } catch (FileNotFoundException e) {
            throw notLoggedIn(what);
        }
    }

    private static Refusal notLoggedIn(String what) {
        return new Refusal(Exit.NO_LOGIN, "not logged in to " + what + ". Next: sally login --proxy=HOST:PORT");
    }
}
