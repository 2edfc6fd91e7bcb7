import type { PageTest } from "../domain/page.ts";

/** More rows than a person reads; the search finds the rest. */
const mostRows = 500;

const tones: Readonly<Record<PageTest["status"], string>> = {
  passed: "good",
  failed: "bad",
  error: "bad",
  skipped: "unknown",
  flaky: "doubtful",
};

/** Lists tests, worst first, when their part of the page is opened; searches all of them, also those that are not listed. */
export function showTests(place: HTMLElement, tests: readonly PageTest[]): void {
  const input = document.querySelector<HTMLInputElement>('[data-filter="test"]');
  const count = document.querySelector<HTMLElement>('[data-count="test"]');
  const texts = tests.map(({ name, suite, place: at }) => `${suite} ${name} ${at}`.toLowerCase());
  const apply = (): void => {
    const wanted = input?.value.trim().toLowerCase() ?? "";
    const found = tests.filter((_, at) => texts[at]?.includes(wanted));
    place.replaceChildren(table(found.slice(0, mostRows)));
    const shown = Math.min(found.length, mostRows);
    if (count !== null) count.textContent = shown === tests.length ? "" : `${shown} shown of ${found.length} found`;
  };
  const details = place.closest("details");
  const begin = (): void => {
    if (place.querySelector("table") === null) apply();
  };
  if (details === null || details.open) begin();
  details?.addEventListener("toggle", begin);
  input?.addEventListener("input", apply);
}

function table(tests: readonly PageTest[]): HTMLTableElement {
  const made = document.createElement("table");
  const head = made.createTHead().insertRow();
  for (const text of ["Test", "Time"]) {
    const cell = document.createElement("th");
    cell.scope = "col";
    cell.textContent = text;
    head.append(cell);
  }
  const body = made.createTBody();
  for (const test of tests) {
    const row = body.insertRow();
    const first = document.createElement("th");
    first.scope = "row";
    first.append(span(`badge ${tones[test.status]}`, test.status), " ", span("name", test.name));
    if (test.suite !== "") first.append(span("suite", test.suite));
    if (test.place !== "") first.append(span("place", test.place));
    if (test.message !== "" && test.status !== "passed") {
      const message = document.createElement("pre");
      message.tabIndex = 0;
      message.textContent = test.message;
      first.append(message);
    }
    row.append(first);
    row.insertCell().textContent = test.took;
  }
  return made;
}

function span(className: string, text: string): HTMLSpanElement {
  const made = document.createElement("span");
  made.className = className;
  made.textContent = text;
  return made;
}
