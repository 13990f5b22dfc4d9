package dev.sallyport.server.diagnostics;

import dev.sallyport.model.Metric;
import java.util.List;

/** What diagnostics ask: the process with its roles. Asked by many threads; each answer is of now. */
public interface Subject {

    /** One for each role of this process. */
    List<RoleState> roles();

    /** Whether it is about to stop. */
    boolean draining();

    /** Figures of all roles. */
    List<Metric> metrics();
}
