package dev.sallyport.auth.notice;

import dev.sallyport.auth.export.ExportTarget.TlsFiles;
import dev.sallyport.auth.export.ExportTls;
import dev.sallyport.auth.notice.NoticeTarget.MailServer;
import dev.sallyport.auth.notice.NoticeTarget.Security;
import dev.sallyport.auth.notice.NoticeTarget.Way.ToMail;
import dev.sallyport.pki.SecretFile;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Properties;

/** Sends plain text by SMTP (RFC 5321). The message's ID is made of the event's, so that a mail that comes twice is known. */
record MailChannel(ToMail to) implements NoticeChannel {

    private static final String TIMEOUT_MILLIS = "20000";

    @Override
    public void send(Notice notice) throws IOException {
        MailServer server = to.server();
        Session session = Session.getInstance(properties());
        try (Transport transport = session.getTransport(protocol())) {
            MimeMessage message = message(session, notice);
            if (server.user().isPresent() && server.passwordFile().isPresent()) {
                transport.connect(
                        server.host(),
                        server.port(),
                        server.user().get(),
                        SecretFile.read(server.passwordFile().get()));
            } else {
                transport.connect(server.host(), server.port(), null, null);
            }
            transport.sendMessage(message, message.getAllRecipients());
        } catch (MessagingException e) {
            throw new IOException("mail server " + server.host() + ":" + server.port() + ": " + e.getMessage(), e);
        }
    }

    private String protocol() {
        return to.server().security() == Security.TLS ? "smtps" : "smtp";
    }

    private Properties properties() throws IOException {
        MailServer server = to.server();
        String prefix = "mail." + protocol() + ".";
        Properties properties = new Properties();
        for (String name : new String[] {"connectiontimeout", "timeout", "writetimeout"}) {
            properties.setProperty(prefix + name, TIMEOUT_MILLIS);
        }
        properties.setProperty(prefix + "auth", String.valueOf(server.user().isPresent()));
        if (server.security() != Security.NONE) {
            boolean upgrades = server.security() == Security.STARTTLS;
            properties.setProperty(prefix + "starttls.enable", String.valueOf(upgrades));
            properties.setProperty(prefix + "starttls.required", String.valueOf(upgrades));
            properties.setProperty(prefix + "ssl.checkserveridentity", "true");
            properties.put(
                    prefix + "ssl.socketFactory",
                    new ExportTls(new TlsFiles(server.ca(), Optional.empty(), Optional.empty())).sockets());
        }
        return properties;
    }

    private String domain() {
        return to.from().substring(to.from().lastIndexOf('@') + 1);
    }

    private MimeMessage message(Session session, Notice notice) throws MessagingException {
        MimeMessage message = new MimeMessage(session);
        message.setFrom(new InternetAddress(to.from(), true));
        for (String recipient : to.recipients()) {
            message.addRecipient(Message.RecipientType.TO, new InternetAddress(recipient, true));
        }
        message.setSubject(notice.title(), StandardCharsets.UTF_8.name());
        message.setText(notice.text(), StandardCharsets.UTF_8.name());
        message.setHeader(
                "Date",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(notice.time().atOffset(ZoneOffset.UTC)));
        message.setHeader("Auto-Submitted", "auto-generated");
        message.saveChanges();
        // Afterwards: saving gives it an ID of the library's.
        message.setHeader("Message-ID", "<" + notice.id() + "@" + domain() + ">");
        return message;
    }
}
