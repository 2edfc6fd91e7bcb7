import type { PageChart } from "../domain/page.ts";

/** What a chart shows, as a table: a row for each launch, a column for each arm. */
export function showNumbers(place: HTMLElement, { arms, unit }: PageChart): void {
  const table = document.createElement("table");
  const head = table.createTHead().insertRow();
  for (const text of ["Launch", ...arms.map(({ arm }) => (unit === "" ? arm : `${arm}, ${unit}`))]) {
    const cell = document.createElement("th");
    cell.scope = "col";
    cell.textContent = text;
    head.append(cell);
  }
  const body = table.createTBody();
  const count = Math.max(...arms.map(({ launches }) => launches.length));
  for (let at = 0; at < count; at++) {
    const row = body.insertRow();
    const first = document.createElement("th");
    first.scope = "row";
    first.textContent = String(at + 1);
    row.append(first);
    for (const { launches } of arms) row.insertCell().textContent = figure(launches[at]);
  }
  place.replaceChildren(table);
}

/** Five digits tell launches apart; large whole numbers keep all of theirs. */
function figure(value: number | undefined): string {
  if (value === undefined) return "";
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(5)));
}
