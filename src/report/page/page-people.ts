import type { Report } from "../../domain/report.ts";
import { escapeHtml } from "./escape-html.ts";

/** Who approved what, and how much of what people are asked is given; empty where nobody is asked. */
export function approvalPart({ people, verdict }: Report): string {
  if (people === undefined) return "";
  const head = '<section aria-labelledby="people"><h2 id="people">People</h2>';
  const { items, ticks } = people;
  if (ticks === null) return `${head}<p>Who has approved what could not be read.</p></section>`;
  const rows = items.map((item) => {
    const tick = ticks.standing.find(({ id }) => id === item.id);
    const isRefused = ticks.refused.some(({ id }) => id === item.id);
    const by = tick === undefined ? (isRefused ? "not counted" : "open") : tick.by;
    const name = item.kind === "sign-off" ? `approval of ${item.group}` : `${item.group}: ${item.text}`;
    return `<tr><th scope="row">${escapeHtml(name)}</th><td>${item.required ? "yes" : "no"}</td><td>${escapeHtml(by)}</td><td>${escapeHtml(tick?.at.slice(0, 10) ?? "")}</td></tr>`;
  });
  const given = ticks.standing.filter(({ id }) => items.some((item) => item.id === id)).length;
  const percent = verdict.judged === 0 ? 0 : Math.floor((100 * verdict.met) / verdict.judged);
  const words = `Completion ${percent} %: ${verdict.met} of ${verdict.judged} checks, among them ${given} of ${items.length} that people give.`;
  return `${head}<p>${escapeHtml(words)}</p><table><thead><tr><th scope="col">Item</th><th scope="col">required</th><th scope="col">given by</th><th scope="col">on</th></tr></thead><tbody>${rows.join("\n")}</tbody></table></section>`;
}
