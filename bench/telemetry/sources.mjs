// What the benchmark reads, as a config would say it.
const nothing = {
  value: null,
  unit: "",
  scale: 1,
  statistic: "mean",
  where: [],
  failed: null,
  distinct: null,
  by: null,
};
const rest = { perMs: null, alive: null, direction: null };
const eventLog = (path, metric) => ({
  name: "events",
  kind: "jsonl",
  paths: [path],
  time: path.includes("other-")
    ? { field: "time", format: "iso", zoneMinutes: 0 }
    : { field: "timestamp", format: "epoch-s", zoneMinutes: 0 },
  badLines: { kind: "share", share: 0.01 },
  metrics: [{ name: "m", ...nothing, ...rest, ...metric }],
});
const milliseconds = { unit: "ns", scale: 1e6 };

export const eventSources = {
  /** The seed command's own field, which these events do not have. */
  latency: (path) => eventLog(path, { value: "latency", ...milliseconds }),
  /** One kind of event out of five. */
  filtered: (path) =>
    eventLog(path, {
      value: "data.duration_ms",
      ...milliseconds,
      where: [{ field: "topic", values: ["chat.completed"] }],
    }),
  /** Every event that has a duration: two lines in five. */
  durations: (path) => eventLog(path, { value: "data.duration_ms", ...milliseconds }),
  /** Every line is an event that counts. */
  everything: (path) => eventLog(path, {}),
  /** The same, by kind. */
  groups: (path) => eventLog(path, { by: "topic" }),
};

export const textSource = (path) => ({
  name: "log",
  kind: "log",
  paths: [path],
  line: null,
  component: null,
  zoneMinutes: 0,
  badLines: { kind: "share", share: 0.01 },
  metrics: [{ name: "m", direction: null, levels: ["error", "critical"], match: null, ignore: null, perMs: null }],
});
