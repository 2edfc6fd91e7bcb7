import * as Plot from "@observablehq/plot";
import type { PageChart, PageMark } from "../domain/page.ts";
import { asPicture } from "./as-picture.ts";

/** Room for the names of the arms. */
const marginLeft = 78;
/** A limit this many spans away from everything measured would press the dots into one; it is told in words instead. */
const farAway = 3;

/**
 * Draws the launches (or recorded runs) of both arms on one axis, and the change with its interval and limit on another. Each dot bears its value in
 * the report's own unit as `data-value`.
 */
export function drawChart(place: HTMLElement, chart: PageChart): void {
  const width = Math.max(260, place.clientWidth);
  const drawn = [launchPlot(chart, width), ...(chart.change === null ? [] : [changePlot(chart.change, width)])];
  place.replaceChildren(...drawn);
}

function launchPlot(chart: PageChart, width: number): Element {
  const dots = chart.arms.flatMap(({ arm, each, values }) => {
    return values.map((value, index) => ({ arm, each, value, index }));
  });
  const values = dots.map(({ value }) => value);
  const limits = nearLimits(chart.limits, values);
  const plot = Plot.plot({
    className: "plot",
    width,
    height: 34 + 34 * chart.arms.length,
    marginLeft,
    marginRight: 16,
    marginTop: 6,
    ariaLabel: chart.label,
    x: {
      label: chart.unit === "" ? null : chart.unit,
      nice: true,
      ticks: Math.max(3, Math.floor(width / 110)),
      grid: true,
    },
    y: { type: "band", domain: chart.arms.map(({ arm }) => arm), label: null, padding: 0.2 },
    marks: [
      Plot.ruleX(limits, { x: "at", className: "limit" }),
      Plot.tickX(chart.arms, { x: "centre", y: "arm", className: "centre" }),
      Plot.dot(dots, {
        x: "value",
        y: "arm",
        r: 4,
        fill: (dot: { readonly arm: string }) => `var(--${dot.arm})`,
        className: "launch",
        title: (dot: { readonly each: string; readonly index: number; readonly value: number }) =>
          `${dot.each} ${dot.index + 1}: ${dot.value.toPrecision(5)} ${chart.unit}`,
      }),
    ],
  });
  const circles = plot.querySelectorAll(".launch circle");
  dots.forEach(({ arm, value }, at) => {
    circles[at]?.setAttribute("data-arm", arm);
    circles[at]?.setAttribute("data-value", String(value * chart.size));
  });
  plot.setAttribute("data-axis", JSON.stringify(axisOf(plot, chart.size)));
  return asPicture(plot);
}

function changePlot(change: NonNullable<PageChart["change"]>, width: number): Element {
  const { estimate, lower, upper, unit } = change;
  const ends = [lower ?? estimate, estimate, upper ?? estimate];
  const limits = nearLimits(change.limits, [0, ...ends]);
  const low = Math.min(0, ...ends, ...limits.map(({ at }) => at));
  const high = Math.max(0, ...ends, ...limits.map(({ at }) => at));
  const margin = (high - low) * 0.06 || 1;
  const domain = [low - margin, high + margin] as const;
  // An interval without an end goes to the edge of the picture.
  const bar = { from: lower ?? domain[0], to: upper ?? domain[1], row: "change" };
  const plot = Plot.plot({
    className: "plot",
    width,
    height: 62,
    marginLeft,
    marginRight: 16,
    marginTop: 6,
    ariaLabel: `The change with its ${change.confidence} interval`,
    x: {
      domain: [...domain],
      label: unit === "" ? null : unit,
      ticks: Math.max(3, Math.floor(width / 110)),
      tickFormat: (value: number) => `${value > 0 ? "+" : ""}${Number(value.toPrecision(6))}`.replace("-", "−"),
      grid: true,
    },
    y: { type: "point", domain: ["change"], label: null, padding: 0.6 },
    marks: [
      Plot.ruleX([0], { className: "zero" }),
      Plot.ruleX(limits, { x: "at", className: "limit" }),
      Plot.ruleY([bar], { x1: "from", x2: "to", y: "row", className: "interval" }),
      Plot.dot([{ estimate, row: "change" }], { x: "estimate", y: "row", r: 5, className: "estimate" }),
    ],
  });
  const dot = plot.querySelector(".estimate circle");
  dot?.setAttribute("data-estimate", String(estimate));
  return asPicture(plot);
}

function nearLimits(limits: readonly PageMark[], values: readonly number[]): readonly PageMark[] {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const span = Math.max(high - low, Math.abs(high) * 0.02);
  return limits.filter(({ at }) => at > low - farAway * span && at < high + farAway * span);
}

/** How positions become values again, for who reads the picture by machine. */
function axisOf(
  plot: Element,
  size: number,
): { readonly domain: readonly number[]; readonly range: readonly number[] } {
  const scale = "scale" in plot && typeof plot.scale === "function" ? plot.scale("x") : undefined;
  return { domain: (scale?.domain ?? []).map((value: number) => value * size), range: scale?.range ?? [] };
}
