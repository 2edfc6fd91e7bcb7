/** One sample of an exposition. */
export interface Sample {
  readonly name: string;
  readonly labels: ReadonlyMap<string, string>;
  /** May be NaN or infinite. */
  readonly value: number;
  /** Milliseconds since 1970; null where the sample has none. */
  readonly timeMs: number | null;
}

export interface Exposition {
  readonly format: "openmetrics" | "prometheus";
  /** Of each family, by name: counter, gauge, histogram, … */
  readonly types: ReadonlyMap<string, string>;
  readonly samples: readonly Sample[];
}

export type ExpositionReading =
  | { readonly ok: true; readonly value: Exposition }
  | { readonly ok: false; readonly line: number; readonly why: string };

const mostSamples = 500_000;
const nameForm = /[a-zA-Z_:][a-zA-Z0-9_:]*/y;
const labelForm = /[a-zA-Z_][a-zA-Z0-9_.]*/y;
const numberForm = /^[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|inf(?:inity)?|nan)$/i;

/**
 * Reads the text that servers show of their metrics: OpenMetrics 1.0, or the older Prometheus text (0.0.4), told apart by what only one
 * of them has. OpenMetrics ends with `# EOF`, without it the text was cut off; so was Prometheus text that does not end with a line.
 *
 * Sources: the OpenMetrics specification (section "Text Format"), and Prometheus' "Exposition formats".
 *
 * @param isOpenMetrics whether the server says that it is; null when nobody says
 */
export function parseExposition(text: string, isOpenMetrics: boolean | null): ExpositionReading {
  const types = new Map<string, string>();
  const samples: Sample[] = [];
  let marked = isOpenMetrics === true;
  let ended = false;
  if (text.trim() === "") return { ok: false, line: 1, why: "the text is empty" };
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  else if (lines.at(-1) !== "# EOF") return { ok: false, line: lines.length, why: "the last line is cut off" };
  for (const [index, raw] of lines.entries()) {
    const line = raw.endsWith("\r") ? raw.slice(0, -1) : raw;
    const fail = (why: string): ExpositionReading => ({ ok: false, line: index + 1, why });
    if (ended) return fail("something stands after # EOF");
    if (line === "# EOF") {
      ended = true;
      continue;
    }
    if (line.startsWith("#")) {
      const [, word, name, type] = /^# (TYPE|UNIT|HELP) (\S+)(?: (.*))?$/.exec(line) ?? [];
      if (word === "UNIT" || (word === "TYPE" && /^(?:unknown|info|stateset|gaugehistogram)$/.test(type ?? "")))
        marked = true;
      if (word === "TYPE" && name !== undefined) types.set(name, type ?? "");
      continue;
    }
    if (line.trim() === "") continue;
    const sample = parseSample(line, marked);
    if (typeof sample === "string") return fail(sample);
    if (sample.hasExemplar) marked = true;
    if (samples.length >= mostSamples) return fail(`there are more than ${mostSamples} samples`);
    samples.push(sample.sample);
  }
  if (marked && !ended && isOpenMetrics !== false) {
    return { ok: false, line: lines.length, why: "# EOF is missing at the end, so the text was cut off" };
  }
  const format = ended || marked ? "openmetrics" : "prometheus";
  return { ok: true, value: { format, types, samples: format === "openmetrics" ? inSeconds(samples) : samples } };
}

/** OpenMetrics writes times in seconds, the older text in milliseconds. */
function inSeconds(samples: readonly Sample[]): readonly Sample[] {
  return samples.map((sample) => (sample.timeMs === null ? sample : { ...sample, timeMs: sample.timeMs * 1000 }));
}

function parseSample(line: string, isMarked: boolean): { sample: Sample; hasExemplar: boolean } | string {
  nameForm.lastIndex = 0;
  const name = nameForm.exec(line)?.[0];
  if (name === undefined) return "it does not begin with the name of a metric";
  let at = name.length;
  const labels = new Map<string, string>();
  while (line[at] === " " && line[at + 1] === "{") at++;
  if (line[at] === "{") {
    const after = parseLabels(line, at + 1, labels);
    if (typeof after === "string") return after;
    at = after;
  }
  // An exemplar stands after a number sign, which nothing else can hold here.
  const exemplar = line.indexOf(" # {", at);
  const hasExemplar = exemplar !== -1;
  if (hasExemplar && typeof parseLabels(line, exemplar + 4, new Map()) === "string")
    return "its exemplar cannot be read";
  const rest = line.slice(at, hasExemplar ? exemplar : undefined);
  const [value, time, more] = rest.trim().split(/[ \t]+/);
  if (value === undefined || !numberForm.test(value)) return "its value is not a number";
  if (more !== undefined || (time !== undefined && !numberForm.test(time)))
    return "what stands after its value is not a time";
  const timeMs = time === undefined ? null : parseNumber(time);
  if (timeMs !== null && !Number.isFinite(timeMs)) return "its time is not a time";
  return { sample: { name, labels, value: parseNumber(value), timeMs }, hasExemplar: hasExemplar || isMarked };
}

/** Reads labels up to their closing brace. @returns the place after it, or what is wrong */
function parseLabels(line: string, start: number, labels: Map<string, string>): number | string {
  let at = start;
  for (;;) {
    while (line[at] === " " || line[at] === ",") at++;
    if (line[at] === "}") return at + 1;
    labelForm.lastIndex = at;
    const name = labelForm.exec(line)?.[0];
    if (name === undefined) return "its labels cannot be read";
    at += name.length;
    while (line[at] === " ") at++;
    if (line[at] !== "=") return `after the label ${name} there is no =`;
    at++;
    while (line[at] === " ") at++;
    if (line[at] !== '"') return `the value of the label ${name} is not in quotes`;
    let value = "";
    for (at++; line[at] !== '"'; at++) {
      const char = line[at];
      if (char === undefined) return `the value of the label ${name} does not end`;
      if (char !== "\\") value += char;
      else {
        const escaped = line[++at];
        if (escaped === undefined) return `the value of the label ${name} does not end`;
        value += escaped === "n" ? "\n" : escaped === "\\" || escaped === '"' ? escaped : `\\${escaped}`;
      }
    }
    at++;
    if (labels.has(name)) return `the label ${name} is there twice`;
    labels.set(name, value);
    if (line[at] !== "," && line[at] !== "}" && line[at] !== " ") return "its labels cannot be read";
  }
}

function parseNumber(text: string): number {
  const lower = text.toLowerCase();
  if (/^[+-]?inf/.test(lower)) return lower.startsWith("-") ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return lower.endsWith("nan") ? Number.NaN : Number(text);
}
