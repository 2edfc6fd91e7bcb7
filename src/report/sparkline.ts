const steps = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

/**
 * Values as a row of blocks, the least at the bottom and the most at the top; all of them in the middle when they are the same.
 *
 * @param marks indices before which a sign stands: when the flag was switched
 */
export function sparkline(
  values: readonly number[],
  marks: readonly { readonly before: number; readonly sign: string }[],
): string {
  const finite = values.filter(Number.isFinite);
  const low = Math.min(...finite);
  const span = Math.max(...finite) - low;
  const cells = values.map((value) => {
    if (!Number.isFinite(value)) return " ";
    const share = span > 0 ? (value - low) / span : 0.5;
    return steps[Math.min(steps.length - 1, Math.floor(share * steps.length))] ?? "";
  });
  const at = (index: number) => marks.filter(({ before }) => before === index).map(({ sign }) => sign);
  return [...cells.flatMap((cell, index) => [...at(index), cell]), ...at(values.length)].join("");
}
