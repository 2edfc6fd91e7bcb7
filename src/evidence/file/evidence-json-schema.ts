import { z } from "zod";
import { evidenceSchema } from "./evidence-schema.ts";

/** The evidence file as JSON Schema (draft 7), as it is published in `schema/`. Sums and the like are checked by code alone. */
export function evidenceJsonSchema(): Readonly<Record<string, unknown>> {
  const { $schema: dialect, ...schema } = z.toJSONSchema(evidenceSchema, {
    target: "draft-7",
    io: "input",
    unrepresentable: "any",
  });
  return {
    $schema: dialect,
    title: "Evidence of Rollout Gate",
    description: "What one collect found out; the only thing that passes from collect to conclude.",
    ...schema,
  };
}
