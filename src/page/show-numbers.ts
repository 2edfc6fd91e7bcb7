import type { PageChart } from "../domain/page.ts";

/** What a chart shows, as a table: a row for each launch or recorded run, a column for each arm. */
export function showNumbers(place: HTMLElement, { arms, unit }: PageChart): void {
  const table = document.createElement("table");
  const head = table.createTHead().insertRow();
  const ofRuns = arms.some(({ each }) => each === "run");
  const columns = arms.map(({ arm, each }) =>
    [arm, ...(ofRuns ? [`each ${each}`] : []), unit].filter(Boolean).join(", "),
  );
  for (const text of [ofRuns ? "Number" : "Launch", ...columns]) {
    const cell = document.createElement("th");
    cell.scope = "col";
    cell.textContent = text;
    head.append(cell);
  }
  const body = table.createTBody();
  const count = Math.max(...arms.map(({ values }) => values.length));
  for (let at = 0; at < count; at++) {
    const row = body.insertRow();
    const first = document.createElement("th");
    first.scope = "row";
    first.textContent = String(at + 1);
    row.append(first);
    for (const { values } of arms) row.insertCell().textContent = figure(values[at]);
  }
  place.replaceChildren(table);
}

/** Five digits tell launches apart; large whole numbers keep all of theirs. */
function figure(value: number | undefined): string {
  if (value === undefined) return "";
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(5)));
}
