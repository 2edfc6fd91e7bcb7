import * as Plot from "@observablehq/plot";
import type { PageTrend } from "../domain/page.ts";
import { asPicture } from "./as-picture.ts";

/** Draws a metric over time, with a line where the flag was turned on or off. */
export function drawTrend(place: HTMLElement, { label, unit, points, switches }: PageTrend): void {
  const date = (ms: number): Date => new Date(ms);
  const plot = Plot.plot({
    className: "plot",
    width: Math.max(280, place.clientWidth),
    height: 150,
    marginLeft: 56,
    marginTop: 24,
    marginRight: 16,
    ariaLabel: label,
    x: { type: "utc", label: null },
    y: { label: unit === "" ? null : unit, grid: true, nice: true },
    marks: [
      Plot.ruleX(switches, {
        x: ({ atMs }: { atMs: number }) => date(atMs),
        stroke: ({ flag }: { flag: string }) => (flag === "on" ? "var(--candidate)" : "var(--baseline)"),
        strokeDasharray: "4 3",
        className: "switch",
      }),
      Plot.text(switches, {
        x: ({ atMs }: { atMs: number }) => date(atMs),
        text: "flag",
        frameAnchor: "top",
        dy: -14,
        fill: "currentColor",
      }),
      Plot.lineY(points, {
        x: ({ atMs }: { atMs: number }) => date(atMs),
        y: "value",
        stroke: "var(--candidate)",
        strokeOpacity: 0.5,
      }),
      Plot.dot(points, {
        x: ({ atMs }: { atMs: number }) => date(atMs),
        y: "value",
        r: 3,
        fill: "var(--candidate)",
        title: ({ atMs, value }: { atMs: number; value: number }) =>
          `${date(atMs).toISOString().slice(0, 16).replace("T", " ")} UTC: ${value} ${unit}`.trim(),
      }),
    ],
  });
  // What a dot stands for can be read from the page itself.
  plot.querySelectorAll("circle").forEach((dot, at) => {
    dot.setAttribute("data-value", String(points[at]?.value ?? ""));
  });
  place.replaceChildren(asPicture(plot));
}
