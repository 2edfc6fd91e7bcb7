import type { Report } from "../domain/report.ts";
import type { TerminalWriter } from "./terminal-writer.ts";

const mostOpen = 20;

/** How much of what people are asked is given, and what is still open; nothing where nobody is asked. */
export function writePeople(writer: TerminalWriter, { people, verdict }: Report): void {
  if (people === undefined) return;
  const { style } = writer;
  const { items, ticks } = people;
  if (ticks === null) {
    writer.heading("People", "what they have ticked could not be read");
    return;
  }
  const isGiven = (id: string) => ticks.standing.some((tick) => tick.id === id);
  const given = items.filter(({ id }) => isGiven(id)).length;
  const percent = verdict.judged === 0 ? 0 : Math.floor((100 * verdict.met) / verdict.judged);
  writer.heading("People", `${given} of ${items.length} given, ${percent} % of all checks met`);
  for (const item of items.filter(({ kind }) => kind === "sign-off")) {
    const tick = ticks.standing.find(({ id }) => id === item.id);
    if (tick === undefined) continue;
    writer.wrapped(`${item.group}: approved by ${tick.by} on ${tick.at.slice(0, 10)}`, 2, style.dim);
  }
  const open = items.filter(({ id }) => !isGiven(id));
  for (const item of open.slice(0, mostOpen)) {
    const name = item.kind === "sign-off" ? `approval of ${item.group}` : `${item.group}: ${item.text}`;
    writer.wrapped(`${name}${item.required ? "" : " (not required)"}`, 4, undefined, "  ☐ ");
  }
  if (open.length > mostOpen) writer.wrapped(`and ${open.length - mostOpen} more`, 2, style.dim);
}
