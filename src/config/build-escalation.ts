import type { EscalationLevel } from "../domain/escalation.ts";
import type { EscalateInput } from "./schema/response-schema.ts";

/**
 * Checked input → the levels of the escalation, with every default filled in.
 *
 * @param roles of the contacts; with the channels they are what `all` means
 */
export function buildEscalation(
  input: EscalateInput | undefined,
  roles: readonly string[],
): readonly EscalationLevel[] {
  const everybody = [...roles, ...Object.keys(input?.channels ?? {})];
  return (input?.levels ?? []).map((level) => ({
    on: level.on,
    afterMs: level.after ?? 0,
    tell: [...new Set((level.tell ?? []).flatMap((name) => (name === "all" ? everybody : name)))],
    action: level.do ?? "notify",
    postMortemMs: level["post-mortem"] ?? null,
  }));
}
