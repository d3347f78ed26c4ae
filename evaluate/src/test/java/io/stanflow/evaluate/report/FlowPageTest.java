package io.stanflow.evaluate.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.stanflow.evaluate.measure.FlowCounts;
import io.stanflow.flow.Address;
import io.stanflow.flow.Attribute;
import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Cidr;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlowPageTest {
  private static final String EVIL = "</script><img src=x>";

  private static String page(Schema schema, String label) {
    var counts = new FlowCounts(schema, List.of(Cidr.parse("10.0.0.0/16")));
    for (int i = 0; i < 9; i++) {
      var flow = new Flow.Draft(schema).word(schema.index(Schema.LABEL), label);
      if (schema.has(Schema.SOURCE_ADDRESS)) {
        flow.address(schema.index(Schema.SOURCE_ADDRESS), Address.ofIpv4(10 << 24 | i));
        flow.word(schema.index(Schema.PROTOCOL), "TCP");
      }
      counts.add(flow.flow());
    }
    return FlowPage.of(counts, counts.facts("flows.csv", "csv", 2), "seed 7");
  }

  private static List<String> titles(String page) {
    String json = page.split("id=\"data\">", -1)[1].split("</script>", -1)[0];
    return JsonParser.parseString(json).getAsJsonObject().getAsJsonArray("charts").asList().stream()
        .map(chart -> chart.getAsJsonObject().get("title"))
        .map(JsonElement::getAsString)
        .toList();
  }

  @Test
  void aPageHasTheChartsOfWhatWasCounted() {
    var label = Attribute.categorical(Schema.LABEL);
    String page = page(Schema.netflow(Kind.END, label), "none");
    assertThat(titles(page))
        .startsWith("Flows a minute, hours after the first", "Service", "Inside and outside")
        .contains("Protocol", "TCP flags", "label", "Hour of day, UTC", "Duration")
        .contains("Flows of hosts by rank", "Bytes of hosts by rank", "Peer addresses by rank");
    assertThat(page.split("<canvas ", -1)).hasSize(titles(page).size() + 1);
    assertThat(page)
        .contains("<td>flows.csv</td>", "seed 7", "packetsAndBytes", "id=\"pictures\"")
        .doesNotContain("id=\"legend\" hidden", "the most frequent ones count");
  }

  @Test
  void aTableOfWordsAloneHasAPageOfThem() {
    String page = page(new Schema(List.of(Attribute.categorical(Schema.LABEL))), EVIL);
    assertThat(titles(page)).containsExactly("label");
    assertThat(page).doesNotContain("<img", "Pairs", "null<");
  }
}
