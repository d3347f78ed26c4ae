package io.stanflow.io.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.stanflow.flow.TcpFlags;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What each macro takes and what it refuses, in the shapes with a way of their own and near them.
 */
class MacrosTest {
  private Connection sql;

  @BeforeEach
  void define() throws SQLException {
    sql = DriverManager.getConnection("jdbc:duckdb:");
    Macros.define(sql);
  }

  @AfterEach
  void close() throws SQLException {
    sql.close();
  }

  private String value(String macro, String text) throws SQLException {
    // a table, as DuckDB works out constants in another way
    try (PreparedStatement row =
        sql.prepareStatement("CREATE OR REPLACE TABLE one AS SELECT ?::VARCHAR AS t")) {
      row.setString(1, text);
      row.execute();
    }
    try (var statement = sql.createStatement();
        ResultSet row = statement.executeQuery("SELECT (" + macro + ")::VARCHAR FROM one")) {
      row.next();
      return row.getString(1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      delimiter = '|',
      value = {
        "time_us(t)|2016-04-11 00:01:38|1460332898000000",
        "time_us(t)|2016-04-11T00:01:38|1460332898000000",
        "time_us(t)|2016-04-11 00:01:38.250|1460332898250000",
        "time_us(t)|2016-04-11 00:01:38.2504Z|1460332898250400",
        "time_us(t)|2016-02-30 00:01:38|",
        "time_us(t)|2016-04-11 00:61:38|",
        "time_us(t)|2016-04-11-00:01:38|",
        "time_us(t)|2016-04-1  00:01:38|",
        "time_us(t)|2016-04-11 00:01:3 |",
        "time_us(t)|2016-4-11 00:01:38Z|",
        "time_us(t)|infinity|",
        "duration_us(t)|0.250|250000",
        "duration_us(t)|12.001|12001000",
        "duration_us(t)|5.123456|5123456",
        "duration_us(t)|65535|65535000000",
        "duration_us(t)|  300.1|300100000",
        "duration_us(t)|1e.250|",
        "duration_us(t)|-.250|",
        "count_from(t, 0)|0|0",
        "count_from(t, 1)|0|",
        "count_from(t, 0)| 007 |7",
        "count_from(t, 0)|9223372036854775807|9223372036854775807",
        "count_from(t, 0)|9223372036854775808|",
        "count_from(t, 0)|1e2|",
        "count_from(t, 0)|1_0|",
        "count_from(t, 0)|0x1F|",
        "count_from(t, 0)|1.5|",
        "count_from(t, 0)|-5|",
        "count_from(t, 0)|+5|",
        "count_or_none(t)|-|0",
        "count_or_none(t)| - |0",
        "count_or_none(t)|  |0",
        "count_or_none(t)|17|17",
        "count_or_none(t)|--|",
        "count_or_none(t)|-1|",
        "port(t)|65535|65535",
        "port(t)|65536|",
        "port(t)|000080|",
        "port(t)| 80 |80",
        "port(t)|8e1|",
        "port_or_icmp(t)|3.1|769",
        "port_or_icmp(t)|3.256|",
        "port_or_icmp(t)|80|80",
        "flags(t)|.AP.SF|27",
        "flags(t)|.SF|3",
        "flags(t)|0x1B|27",
        "flags(t)|27|27",
        "flags(t)|256|",
        "flags(t)|.AP.SX|",
        "protocol(t)|TCP|TCP",
        "protocol(t)| tcp|TCP",
        "protocol(t)|6|TCP",
        "protocol(t)|256|",
        "protocol_name(t)|udp|UDP",
        "protocol_name(t)|ipv6-icmp|ICMP6",
        "protocol_name(t)| |",
        "epoch_time_us(t)|1460333000|1460333000000000",
        "epoch_time_us(t)|1460333000.250000|1460333000250000",
        "epoch_time_us(t)|-1.5|-1500000",
        "epoch_time_us(t)|1970-01-01T00:00:01|1000000",
        "epoch_time_us(t)|1460333e00.250000|",
        "epoch_ms(t)|1460333000250|1460333000250000",
        "epoch_ms(t)|-1|-1000",
        "epoch_ms(t)|1460333000_50|",
        "clock_us(t)|00:00:04.200|4200000",
        "clock_us(t)|19:59:59.999|71999999000",
        "clock_us(t)|24:00:00.000|86400000000",
        "clock_us(t)|2 days 01:00:00.000|176400000000",
        "clock_us(t)|2 days 99999999999999:00:00.000|",
        "clock_us(t)|00:00:0x.200|",
        "duration_ms(t)|250|250000",
        "duration_ms(t)|842107662091023409|",
        "offset_time_us(t)|1970-01-01T00:00:01.000001+0000|1000001",
        "offset_time_us(t)|1970-01-01T03:00:01.000001+0200|3601000001",
        "offset_time_us(t)|1970-01-01T00:00:00.000000-0030|1800000000",
        "offset_time_us(t)|1970-01-01T12:00:00.000000+11:00|3600000000",
        "offset_time_us(t)|1970-01-01T00:00:00.000000Z|0",
        "offset_time_us(t)|1970-01-01T00:00:00.000000=0000|",
        "scaled_count(t, 1)|1.2 M|1200000",
        "scaled_count(t, 1)|12|12",
        "scaled_count(t, 1)|1.2 X|",
        "scaled_count(t, 1)|0|"
      })
  void takesOrRefuses(String macro, String text, String expected) throws SQLException {
    assertThat(value(macro, text)).isEqualTo(expected);
  }

  /** As eight letters, six, hexadecimal and as a number. */
  @Test
  void readsEachValueOfTheFlags() throws SQLException {
    for (int bits : IntStream.range(0, 256).toArray()) {
      String number = Integer.toString(bits);
      assertThat(value("flags(t)", TcpFlags.format(bits, 8))).isEqualTo(number);
      assertThat(value("flags(t)", String.format("0x%02x", bits))).isEqualTo(number);
      assertThat(value("flags(t)", number)).isEqualTo(number);
      assertThat(value("flags(t)", TcpFlags.format(bits & 63, 6)))
          .isEqualTo(Integer.toString(bits & 63));
    }
  }
}
