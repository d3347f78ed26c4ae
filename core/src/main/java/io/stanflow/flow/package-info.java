/**
 * Flow records as data: a {@link io.stanflow.flow.Schema} of typed attributes, {@link
 * io.stanflow.flow.Flow} records that follow it, and {@link io.stanflow.flow.Series}, the flows of
 * one internal host in time order. Nothing here knows of files, codes or models.
 */
package io.stanflow.flow;
