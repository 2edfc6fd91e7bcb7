/**
 * Lets a field search what bears its kind: cards, or rows of a table. A text is looked for as it is written, in any case.
 * Beside it may be a box that hides what passed.
 */
export function searchRows(input: HTMLInputElement): void {
  const kind = input.dataset.filter ?? "";
  const rows = [...document.querySelectorAll<HTMLElement>(`[data-${kind}]`)];
  const texts = rows.map((row) => (row.querySelector(".name") ?? row).textContent?.toLowerCase() ?? "");
  const unmet = input.closest(".tools")?.querySelector<HTMLInputElement>("[data-unmet]");
  const count = document.querySelector<HTMLElement>(`[data-count="${kind}"]`);
  // Rows that are made later are searched by who makes them.
  if (rows.length === 0) return;
  const apply = (): void => {
    const wanted = input.value.trim().toLowerCase();
    let shown = 0;
    rows.forEach((row, at) => {
      const hidden = !texts[at]?.includes(wanted) || (unmet?.checked === true && row.dataset.tone === "good");
      row.hidden = hidden;
      if (!hidden) shown += 1;
    });
    if (count !== null) count.textContent = shown === rows.length ? "" : `${shown} of ${rows.length}`;
  };
  input.addEventListener("input", apply);
  unmet?.addEventListener("change", apply);
}
