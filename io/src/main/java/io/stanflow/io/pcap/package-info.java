/** Capture files, the packets in them, and flows out of packets. */
package io.stanflow.io.pcap;
