package dev.sallyport.cli.knock;

import java.io.File;
import org.jspecify.annotations.Nullable;

/**
 * Where profiles are: one folder with a folder per proxy in it.
 *
 * @param home {@code $SALLY_HOME}, else {@code ~/.sally}
 * @param proxy {@code $SALLY_PROXY}: which proxy where nothing else is said, or null
 */
public record Homes(File home, @Nullable String proxy) {

    /** Name of the file that names the current profile's folder. */
    public static final String CURRENT = "current";

    /** As this process's environment says. */
    public static Homes ofProcess() {
        String home = System.getenv("SALLY_HOME");
        File folder = home != null && !home.isEmpty() ? new File(home) : new File(userHome(), ".sally");
        String proxy = System.getenv("SALLY_PROXY");
        return new Homes(folder.getAbsoluteFile(), proxy == null || proxy.isEmpty() ? null : proxy);
    }

    private static String userHome() {
        String home = System.getenv("HOME");
        return home != null && !home.isEmpty() ? home : System.getProperty("user.home", "/");
    }

    /** The folder of a proxy's profile: the port is always part of its name, what a file name cannot carry is replaced. */
    public static String folderOf(String proxyAddress) {
        StringBuilder name = new StringBuilder(proxyAddress.length());
        for (int i = 0; i < proxyAddress.length(); i++) {
            char c = Character.toLowerCase(proxyAddress.charAt(i));
            boolean plain = Character.isLetterOrDigit(c) && c < 0x80;
            boolean inside = c == '-' || (c == '.' && i > 0);
            name.append(plain || inside ? c : '_');
        }
        return name.toString();
    }
}
