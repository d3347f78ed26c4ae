/**
 * What a format is: {@link io.stanflow.io.format.FlowFormat}, and what all of them share of names
 * and kinds of attributes. The formats themselves are in the packages text, parquet, packet and
 * schema.
 */
package io.stanflow.io.format;
