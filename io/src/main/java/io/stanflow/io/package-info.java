/**
 * Flow files in and out: {@link io.stanflow.io.FlowFiles}. It reads files of any known format,
 * sorted by host or as they lie, and opens writers.
 */
package io.stanflow.io;
