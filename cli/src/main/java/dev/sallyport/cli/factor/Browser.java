package dev.sallyport.cli.factor;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Opens pages, where there is something that does. */
@FunctionalInterface
public interface Browser {

    /** Tries to open a page; the address is shown to the person in any case. */
    void open(String url);

    /** The desktop's own. */
    static Browser ofDesktop(Map<String, String> environment) {
        return url -> {
            if (environment.containsKey("DISPLAY") || environment.containsKey("WAYLAND_DISPLAY")) {
                try {
                    new ProcessBuilder(List.of("xdg-open", url))
                            .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
                } catch (IOException e) {
                    // There is none: the person opens the address that is shown.
                    return;
                }
            }
        };
    }
}
