import { benchmarkFileShape } from "./rollout-gate.ts";

/** The project's own benchmark file as JSON Schema (2020-12), as it is published in `schema/`. */
export function benchmarkJsonSchema(): Readonly<Record<string, unknown>> {
  return {
    title: "Rollout Gate benchmark file",
    $schema: "https://json-schema.org/draft/2020-12/schema",
    ...benchmarkFileShape.jsonSchema(),
  };
}
