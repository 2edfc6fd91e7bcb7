/** What a terminal cannot know (who ticked what) or an hour of the day decides is left out. */
const inTerminal = (config: string) =>
  config
    .replace(/^sign-offs:\n(?: {2}.*\n)+/m, "")
    .replace(/^ {2}window: .*\n/m, "")
    .replace("wait: 10 min", "wait: 0 s");

/** This suite is about what is said, not about how finely it is measured: few launches, and limits that a busy machine meets. */
export const patient = (config: string) =>
  inTerminal(config)
    .replace("launches: 5..24, within: 1 h", "launches: 6, warm-ups: 0")
    .replace("arms: { launches: 6 }", "arms: { launches: 6, warm-ups: 0 }")
    .replaceAll('pass: "< +10 %", warn: "< +15 %"', 'pass: "< +400 %", warn: "< +500 %"')
    .replaceAll("pass: within 5 %, warn: within 10 %", "pass: within 90 ms, warn: within 95 ms")
    .replace('"> 100 1/s"', '"> 1 1/s"')
    .replace('p95: { pass: "< 100 ms"', 'p95: { pass: "< 10 s"')
    .replace('p99: { pass: "< 200 ms"', 'p99: { pass: "< 10 s"');
