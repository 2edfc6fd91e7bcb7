import type { Report } from "../domain/report.ts";
import { changeSides, effectWords, policyWords } from "./policy-words.ts";
import type { TerminalWriter } from "./terminal-writer.ts";

const maxChanges = 40;

/** How the change's own policy differs from the one that judges it. */
export function writePolicy(writer: TerminalWriter, { policy }: Report): void {
  if (policy === undefined || policy.changes.length === 0) return;
  const { style } = writer;
  writer.heading("Policy", `${policy.changes.length} changed`);
  writer.wrapped(`${policyWords(policy)}; the change brings another:`, 2);
  const arrow = style.unicode ? "→" : "->";
  for (const change of policy.changes.slice(0, maxChanges)) {
    const sides = changeSides(change).map((text) => text || "not there");
    writer.wrapped(`${change.key} ${effectWords(change)}`, 2, change.effect === "loosens" ? style.bold : undefined);
    writer.wrapped(sides.join(` ${arrow} `), 4, style.dim);
  }
  const rest = policy.changes.length - maxChanges;
  if (rest > 0) writer.wrapped(`and ${rest} more`, 2, style.dim);
}
