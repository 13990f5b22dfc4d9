package dev.sallyport.server.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import dev.sallyport.server.config.DaemonConfig;
import org.slf4j.LoggerFactory;

/** Sends the log to standard error, as text or JSON. Rotation is for whoever catches it. */
final class LogOutput {

    private static final String PATTERN =
            "%d{yyyy-MM-dd'T'HH:mm:ss.SSSX, UTC} %-5level %logger{0} %replace(%msg){'[\\p{Cntrl}]', '?'}%n%ex{short}";

    private LogOutput() {}

    static void set(DaemonConfig.Log settings) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setEncoder(encoder(context, settings.json()));
        appender.start();
        ch.qos.logback.classic.Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.addAppender(appender);
        // Libraries speak when something is wrong; at debug they too tell all.
        Level level = Level.toLevel(settings.level());
        root.setLevel(level.isGreaterOrEqual(Level.INFO) ? Level.WARN : level);
        if (level.isGreaterOrEqual(Level.INFO)) {
            // It warns of each stranger whose handshake fails, and of clients that are cut off when the process stops.
            context.getLogger("com.linecorp.armeria").setLevel(Level.ERROR);
        }
        context.getLogger("dev.sallyport").setLevel(level);
    }

    private static Encoder<ILoggingEvent> encoder(LoggerContext context, boolean json) {
        if (json) {
            JsonEncoder encoder = new JsonEncoder();
            encoder.setContext(context);
            encoder.setWithContext(false);
            encoder.setWithFormattedMessage(true);
            encoder.setWithMessage(false);
            encoder.setWithArguments(false);
            encoder.start();
            return encoder;
        }
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN);
        encoder.start();
        return encoder;
    }
}
