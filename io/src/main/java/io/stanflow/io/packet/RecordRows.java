package io.stanflow.io.packet;

import io.stanflow.flow.Address;
import io.stanflow.flow.Protocol;
import io.stanflow.io.format.DecodedFormat;
import io.stanflow.io.mapping.Sql;
import io.stanflow.io.netflow.FlowRecord;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** Appends records to {@code staged}, which has the columns of {@link DecodedFormat#SCHEMA}. */
final class RecordRows implements AutoCloseable {
  private final DuckDBAppender staged;

  RecordRows(Connection sql) throws IOException {
    try {
      staged = sql.unwrap(DuckDBConnection.class).createAppender("staged");
    } catch (SQLException e) {
      throw Sql.failure(e);
    }
  }

  void add(FlowRecord flow) throws IOException {
    try {
      staged.beginRow();
      staged.append(flow.start());
      staged.append(flow.end() - flow.start());
      append(flow.source());
      append(flow.destination());
      staged.append((short) flow.sourcePort());
      staged.append((short) flow.destinationPort());
      staged.append(Protocol.ofNumber(flow.protocol()));
      staged.append((byte) flow.tcpFlags());
      staged.append(flow.packets());
      staged.append(flow.bytes());
      staged.append(Integer.toString(flow.tos()));
      staged.endRow();
    } catch (SQLException e) {
      throw Sql.failure(e);
    }
  }

  /** Both halves as they are: DuckDB takes their bits for unsigned numbers. */
  private void append(Address address) throws SQLException {
    staged.append(address.high());
    staged.append(address.low());
  }

  @Override
  public void close() throws IOException {
    try {
      staged.close();
    } catch (SQLException e) {
      throw Sql.failure(e);
    }
  }
}
