package dev.sallyport.auth.export;

import dev.sallyport.audit.event.EventCatalogue;
import dev.sallyport.audit.event.EventType;
import dev.sallyport.audit.event.OcsfJson;
import dev.sallyport.audit.event.Severity;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** How an event is written: one JSON object on one line, without a line end. */
public enum ExportFormat {
    /** Number in the log, severity, and the log's leaf as it is, so that it can be checked against the log. */
    JSON {
        @Override
        String line(ExportedEvent exported) {
            return "{\"log_index\":" + exported.index() + ",\"severity\":\""
                    + severity(exported).name().toLowerCase(Locale.ROOT) + "\",\"event\":"
                    + new String(exported.leaf(), StandardCharsets.UTF_8) + "}";
        }
    },
    /** Open Cybersecurity Schema Framework. */
    OCSF {
        @Override
        String line(ExportedEvent exported) {
            return OcsfJson.write(exported.event(), exported.index());
        }
    };

    abstract String line(ExportedEvent exported);

    /** By the catalogue; of what it does not know, such as events of services, by the code. */
    static Severity severity(ExportedEvent exported) {
        return EventCatalogue.find(exported.event().type())
                .map(EventType::severity)
                .orElseGet(() -> Severity.of(exported.event().code()));
    }
}
