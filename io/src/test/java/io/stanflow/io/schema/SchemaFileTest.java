package io.stanflow.io.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.stanflow.flow.Attribute;
import io.stanflow.flow.Schema;
import io.stanflow.flow.TableLayout.Unit;
import io.stanflow.io.file.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@link SchemaYaml}: what a schema file may say, and what is said where it is wrong. */
class SchemaFileTest {
  private static final String GOOD =
      """
      delimiter: tab
      quote: no
      header: yes
      host: client
      columns:
        - {column: ts, kind: end, unit: ms}
        - {column: client, attribute: sourceAddress, kind: address}
        - {column: server, attribute: destinationAddress}
        - column: proto
          attribute: protocol
          unit: lowercase
        - {column: took, kind: duration, empty: 0}
        - {column: verdict, kind: word}
        - {column: note, kind: none}
      """;

  @TempDir Path directory;

  private SchemaFile read(String yaml) throws IOException {
    return SchemaFile.read(Files.writeString(directory.resolve("s.yaml"), yaml));
  }

  @Test
  void everyKeyIsRead() throws IOException {
    SchemaFile file = read(GOOD);
    assertThat(file.schema())
        .isEqualTo(
            new Schema(
                List.of(
                    Attribute.end("time"),
                    Attribute.address("sourceAddress"),
                    Attribute.address("destinationAddress"),
                    Attribute.categorical("protocol"),
                    Attribute.duration("took"),
                    Attribute.categorical("verdict"))));
    assertThat(file.layout().delimiter()).isEqualTo("\t");
    assertThat(file.layout().quoted()).isFalse();
    assertThat(file.layout().header()).isTrue();
    assertThat(file.layout().columns())
        .extracting("name")
        .containsExactly("ts", "client", "server", "proto", "took", "verdict");
    assertThat(file.layout().columns())
        .extracting("unit")
        .containsExactly(Unit.MS, Unit.PLAIN, Unit.PLAIN, Unit.LOWERCASE, Unit.S, Unit.PLAIN);
    assertThat(file.layout().columns().get(4).empty()).isEqualTo("0");
    assertThat(file.host()).contains(Schema.SOURCE_ADDRESS);
    assertThat(file.fields()).isEmpty();
  }

  @Test
  void theRestHasDefaults() throws IOException {
    SchemaFile file = read("columns:\n- {column: packets}\n- {column: time}\n");
    assertThat(file.layout().delimiter()).isEqualTo(",");
    assertThat(file.layout().quoted()).isTrue();
    assertThat(file.layout().header()).isTrue();
    assertThat(file.host()).isEmpty();
    assertThat(file.layout().columns()).extracting("unit").containsExactly(Unit.PLAIN, Unit.TEXT);
  }

  @ParameterizedTest(name = "{0} as {1}")
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '`',
      textBlock =
          """
          delimiter: tab     ! delimiter: ':'   ! 1: the delimiter is ':'; write ",", ";", tab, "|", blank or json
          delimiter: tab     ! delimeter: tab   ! 1: no key is named 'delimeter' here; a schema has the keys delimiter, quote, header, host, nulls, decimal, columns
          quote: no          ! quote: never     ! 2: quote is 'never'; write yes or no
          quote: no          ! delimiter: tab   ! 2: the key delimiter occurs twice; keep one of them
          header: yes        ! header: [yes]    ! 3: header has no single value; write header: and a word
          host: client       ! host: verdict    ! 4: host is 'verdict', which is no address column; write internal, or the column that is sourceAddress or destinationAddress
          host: client       ! host: none       ! 4: host is 'none', which is no address column; write internal
          unit: ms           ! unit: min        ! 6: no unit of the kind end is named 'min'; write one of text, iso, s, ms, us, ns
          kind: end          ! kind: ending     ! 6: no kind is named 'ending'; write start, end, duration, count, real, word, address, port, flags or none
          kind: end          ! kind: end, attribute: finish ! 6: a time is the attribute 'time', not finish; leave attribute out
          kind: end          ! kind: end, colour: red ! 6: no key is named 'colour' here; a column has the keys column, attribute, kind, unit, empty, wrong
          kind: address      ! kind: word       ! 7: the attribute sourceAddress is of kind address, not word; write that kind or another attribute
          sourceAddress      ! client           ! 7: an address is sourceAddress or destinationAddress, not client; write one of these, or kind: none
          column: client, attribute: sourceAddress ! column: client, attribute: protocol ! 7: the attribute protocol is of kind word, not address
          column: server     ! column: client   ! 8: two columns are named client; name each column once
          destinationAddress ! sourceAddress    ! 8: two attributes are named sourceAddress; write attribute: and another name
          column: proto      ! kolumn: proto    ! 9: no key is named 'kolumn' here
          column: took       ! column: peer_low ! 12: no attribute can be named peer_low; write attribute: and another name
          column: took       ! column: 'to\tok' ! 12: a column's name is not plain text; rename it in the table
          kind: duration     ! unit: s          ! 12: took has no kind; write kind: start
          kind: word         ! kind: word, unit: s ! 13: no unit of the kind word is named 's'; leave it out
          """)
  void theLineIsNamed(String from, String to, String message) throws IOException {
    assertThat(GOOD).contains(from);
    String other = to.replace("\\t", "\t");
    int at = GOOD.indexOf(from);
    String bad = GOOD.substring(0, at) + other + GOOD.substring(at + from.length());
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> read(bad))
        .withMessageContaining("s.yaml:" + message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '`',
      textBlock =
          """
          a: [                                      ! s.yaml:1: is no YAML: expected
          - one                                     ! s.yaml:1: a schema is no mapping of keys to values; a schema has the keys
          header: yes                               ! s.yaml:1: columns is no list; write columns: and a line '- ...' for each
          columns: [x]                              ! s.yaml:1: a column is no mapping of keys to values
          columns: [{kind: count}]                  ! s.yaml:1: a column has no name; write column: and its name in the file
          columns: [{column: a, kind: none}]        ! s.yaml:1: no column is an attribute; give one of them a kind
          columns: [{column: sourcePort}]           ! s.yaml:1: a column is sourcePort but none is destinationPort; add the other
          columns: [{column: b, attribute: duration, kind: end}] ! s.yaml:1: a duration that is given by the flow's end needs its start; add a column of kind start
          {decimal: dot, columns: [{column: bytes}]} ! s.yaml:1: decimal is 'dot'; write point or comma
          columns: [{column: t, kind: start, unit: '%d %H'}] ! s.yaml:1: '%d %H' lacks %Y, %m or %d
          columns: [{column: t, kind: start, unit: '%d/%m/%Y %Q'}] ! s.yaml:1: %Q is no part of a time's pattern; see docs/schema.md
          {host: x, columns: [{column: bytes}]}     ! s.yaml:1: host is 'x', which is no address column; write none: a table without addresses is one series
          ``                                        ! s.yaml: is empty; draft one: stanflow schema
          """)
  void whatIsNoSchemaIsRefused(String yaml, String message) {
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> read(yaml.strip()))
        .withMessageContaining(message);
  }

  @Test
  void noFileAndNoTextAreRefused() throws IOException {
    Path missing = directory.resolve("missing.yaml");
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> SchemaFile.read(missing))
        .withMessageEndingWith("no such file; check the path, or draft one: stanflow schema");
    Path binary = Files.write(directory.resolve("b.yaml"), new byte[] {(byte) 0xc3, 0x28});
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> SchemaFile.read(binary))
        .withMessageEndingWith("is not UTF-8 text; check the path");
  }

  /** Aliases that hold themselves, tags of classes and damage give our exception and no other. */
  @Test
  void hostileYamlIsRefused() throws IOException {
    for (String yaml :
        List.of(
            "&a [*a]",
            "columns: &a [*a]",
            "columns: !!java.io.File [x]",
            "*x",
            "%YAML 9.9\n---\n")) {
      assertThatExceptionOfType(InputException.class).as(yaml).isThrownBy(() -> read(yaml));
    }
    byte[] bytes = GOOD.getBytes(StandardCharsets.UTF_8);
    var random = new SplittableRandom(3);
    for (int i = 0; i < 2000; i++) {
      byte[] changed = bytes.clone();
      changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      Path file = Files.write(directory.resolve("f.yaml"), changed);
      try {
        SchemaFile.read(file);
      } catch (InputException e) {
        assertThat(e).hasMessageContaining("f.yaml");
      }
    }
  }
}
