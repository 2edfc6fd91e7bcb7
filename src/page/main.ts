import type { PageModel } from "../domain/page.ts";
import { drawChart } from "./draw-chart.ts";
import { drawTimeline } from "./draw-timeline.ts";
import { drawTrend } from "./draw-trend.ts";
import { searchRows } from "./search-rows.ts";
import { showNumbers } from "./show-numbers.ts";
import { showTests } from "./show-tests.ts";

/** Runs once in the reader's browser. Everything that it adds comes from the model in the page, as text and never as markup. */
function start(): void {
  const model: PageModel = JSON.parse(document.getElementById("model")?.textContent ?? "{}");
  for (const part of document.querySelectorAll("[data-needs-script]")) part.setAttribute("data-ready", "");
  drawWhenSeen(model);
  for (const place of document.querySelectorAll<HTMLElement>("[data-timeline]")) drawTimeline(place, model.stages);
  for (const place of document.querySelectorAll<HTMLElement>("[data-trend]")) {
    const trend = model.trends[Number(place.dataset.trend)];
    if (trend !== undefined) drawTrend(place, trend);
  }
  for (const place of document.querySelectorAll<HTMLElement>("[data-numbers]")) {
    const chart = model.charts[Number(place.dataset.numbers)];
    place
      .closest("details")
      ?.addEventListener("toggle", () => chart !== undefined && showNumbers(place, chart), { once: true });
  }
  for (const place of document.querySelectorAll<HTMLElement>("[data-tests]")) showTests(place, model.tests);
  for (const input of document.querySelectorAll<HTMLInputElement>("[data-filter]")) searchRows(input);
}

/** Two hundred charts take a while; each is drawn when it comes near the screen, and all of them before printing. */
function drawWhenSeen(model: PageModel): void {
  const places = [...document.querySelectorAll<HTMLElement>("[data-chart]")];
  const draw = (place: HTMLElement): void => {
    const chart = model.charts[Number(place.dataset.chart)];
    if (chart !== undefined) drawChart(place, chart);
  };
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting || !(target instanceof HTMLElement)) continue;
        observer.unobserve(target);
        draw(target);
      }
    },
    { rootMargin: "300px" },
  );
  for (const place of places) observer.observe(place);
  const redraw = (): void => {
    for (const place of places) if (place.childElementCount > 0) draw(place);
  };
  let width = innerWidth;
  addEventListener("resize", () => {
    if (innerWidth !== width) redraw();
    width = innerWidth;
  });
  addEventListener("beforeprint", () => {
    for (const place of places) draw(place);
    for (const details of document.querySelectorAll("details:not(.numbers)")) details.setAttribute("open", "");
  });
}

start();
