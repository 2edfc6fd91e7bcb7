import { formatNumber } from "../units/format-value.ts";

/** `83.1 % (412 of 496 lines)`; no lines to cover is neither 0 % nor 100 %. */
export function coverageWords(coverage: { readonly linesCovered: number; readonly linesTotal: number }): string {
  const { linesCovered, linesTotal } = coverage;
  if (!(linesTotal > 0)) return "no lines to cover";
  const percent = (linesCovered / linesTotal) * 100;
  // What is not whole never reads as 100 %.
  const shown = linesCovered < linesTotal ? Math.min(percent, 99.9) : percent;
  return `${formatNumber(shown)} % (${linesCovered} of ${linesTotal} lines)`;
}
