import * as Plot from "@observablehq/plot";
import type { PageStage } from "../domain/page.ts";
import { asPicture } from "./as-picture.ts";

/** Draws when each stage ran, and its launches by arm. */
export function drawTimeline(place: HTMLElement, stages: readonly PageStage[]): void {
  if (stages.length === 0) {
    place.textContent = "No stage was run.";
    return;
  }
  const longest = Math.max(...stages.map(({ name }) => name.length));
  const width = Math.max(280, place.clientWidth);
  const marginLeft = Math.min(width / 3, 16 + 7 * longest);
  const launches = stages.flatMap((stage) => stage.launches.map((launch) => ({ ...launch, name: stage.name })));
  const several = launches.filter(({ name }) => launches.filter((other) => other.name === name).length > 1);
  const clip = Math.floor(marginLeft / 7);
  const plot = Plot.plot({
    className: "plot",
    width,
    height: 40 + 30 * stages.length,
    marginLeft,
    marginRight: 16,
    ariaLabel: `When each stage ran: ${stages.map(({ text }) => text).join("; ")}`,
    x: { label: "seconds since the first stage began", grid: true, transform: (ms: number) => ms / 1000 },
    y: {
      type: "band",
      domain: stages.map(({ name }) => name),
      label: null,
      padding: 0.3,
      tickFormat: (name: string) => (name.length > clip ? `${name.slice(0, clip - 1)}…` : name),
    },
    marks: [
      Plot.barX(stages, {
        x1: "startMs",
        x2: ({ startMs, durationMs }: PageStage) => startMs + durationMs,
        y: "name",
        fill: ({ tone }: PageStage) => `var(--${tone}-soft)`,
        title: "text",
      }),
      Plot.barX(several, {
        x1: "startMs",
        x2: ({ startMs, durationMs }: { startMs: number; durationMs: number }) => startMs + durationMs,
        y: "name",
        insetTop: 6,
        insetBottom: 6,
        insetLeft: 0.5,
        insetRight: 0.5,
        fill: ({ arm }: { arm: string }) => `var(--${arm})`,
        fillOpacity: ({ warmUp }: { warmUp: boolean }) => (warmUp ? 0.3 : 0.9),
      }),
    ],
  });
  place.replaceChildren(asPicture(plot));
}
