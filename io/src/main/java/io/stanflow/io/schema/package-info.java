/** Tables of the user's own, which a schema file describes. */
package io.stanflow.io.schema;
