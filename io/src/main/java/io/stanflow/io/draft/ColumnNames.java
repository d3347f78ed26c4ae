package io.stanflow.io.draft;

import io.stanflow.flow.Schema;
import io.stanflow.io.format.AttributeNames;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Common names of columns that have a meaning, for the draft of a schema. */
final class ColumnNames {
  /** A time at the end of the flow; no attribute's name. */
  static final String END = "end";

  private static final Map<String, String> MEANINGS = new HashMap<>();

  static {
    put(
        Schema.TIME,
        "time ts timestamp start starttime timestart startdate stime firstseen datefirstseen date"
            + " flowstart flowstartmilliseconds unixtime epoch");
    put(END, "end te endtime timeend enddate ltime lasttime lastseen flowend flowendmilliseconds");
    put(Schema.DURATION, "duration td dur flowduration durationsec");
    put(
        Schema.SOURCE_ADDRESS,
        "sourceaddress srcip srcipaddr srcaddr saddr saddress sip sips sa sourceip src source"
            + " ipsrc idorigh origh ipv4srcaddr sourceipv4address clientip");
    put(
        Schema.DESTINATION_ADDRESS,
        "destinationaddress dstip dstipaddr dstaddr daddr raddress dip rips da destip"
            + " destinationip dst dest destination ipdst idresph resph ipv4dstaddr"
            + " destinationipv4address serverip");
    put(
        Schema.SOURCE_PORT,
        "sourceport srcport srcpt sport sp sportnum idorigp origp l4srcport"
            + " sourcetransportport");
    put(
        Schema.DESTINATION_PORT,
        "destinationport dstport dstpt destport dport dsport dp idrespp respp l4dstport"
            + " destinationtransportport");
    put(Schema.PROTOCOL, "protocol proto pr prot ipprotocol protocolidentifier");
    put(Schema.TCP_FLAGS, "tcpflags flags flg flag tcpcontrolbits");
    put(Schema.PACKETS, "packets pkts pkt npackets numpackets totpkts totalpackets packetcount");
    put(Schema.BYTES, "bytes byt octets nbytes numbytes totbytes totalbytes octetcount");
    put(AttributeNames.LABEL, "label class attack attackcat traffictype");
    put(AttributeNames.TOS, "tos stos iptos");
  }

  private ColumnNames() {}

  private static void put(String meaning, String names) {
    for (String name : List.of(names.split(" "))) {
      MEANINGS.put(name, meaning);
    }
  }

  /** The attribute that a column of this name usually is, {@link #END}, or null. */
  static String meaning(String column) {
    return MEANINGS.get(column.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", ""));
  }
}
