package dev.sallyport.auditsdk;

import java.sql.Connection;
import java.sql.SQLException;

/** Opens a connection to the service's database; {@code dataSource::getConnection} is one. */
@FunctionalInterface
public interface Connections {
    Connection open() throws SQLException;
}
