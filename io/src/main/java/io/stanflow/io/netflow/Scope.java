package io.stanflow.io.netflow;

/** Whose templates and options these are: one exporter's, of a domain and a version. */
record Scope(String exporter, long domain, int version) {
  boolean isIpfix() {
    return version == NetflowVersion.IPFIX.number();
  }
}
