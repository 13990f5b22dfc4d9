package dev.sallyport.auditsdk;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.Scanner;

/** A service that takes orders from its standard input. Arguments: JDBC URL, and what {@code sally emitters add --out} wrote. */
public final class Shop {
    public static void main(String[] args) throws Exception {
        Connections database = () -> DriverManager.getConnection(args[0]);
        Outbox outbox = Outbox.open(database);
        try (Relay _ = outbox.deliver(Destination.read(Path.of(args[1])), RelayListener.NONE);
                Connection connection = database.open();
                var insert = connection.prepareStatement("INSERT INTO orders (thing) VALUES (?)");
                Scanner orders = new Scanner(System.in, UTF_8)) {
            connection.setAutoCommit(false);
            while (orders.hasNextLine()) {
                String thing = orders.nextLine();
                insert.setString(1, thing);
                insert.executeUpdate();
                outbox.add(connection, Event.of("order.placed").with("thing", thing));
                connection.commit();
                System.out.println("ordered " + thing);
            }
        }
    }
}
