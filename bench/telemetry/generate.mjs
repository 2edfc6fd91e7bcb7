// Logs of any size from a fixed sequence: the same bytes on every run.

/** A fixed sequence of numbers in 0 … 1. */
export function sequence(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state / 2 ** 32;
  };
}

const topics = ["lifecycle.session.start", "tool.start", "tool.result", "chat.completed", "state.changed"];
export const firstSecond = 1_795_389_433;

/** Lines in the shape of the event bus of the sample log: five kinds of events, two of them with a duration. */
export function eventLines(count, random, startSecond = firstSecond) {
  const lines = [];
  let time = startSecond;
  for (let index = 0; index < count; index++) {
    time += random() * 0.2;
    const topic = topics[Math.floor(random() * topics.length)];
    const isCall = topic === "tool.result" || topic === "chat.completed";
    const data = isCall
      ? {
          tool_name: "read_file",
          success: random() > 0.01,
          duration_ms: Math.round(1000 * (5 + 40 * random() * random())) / 1000,
          call_id: `c${index}`,
          result: "ok",
        }
      : { tool_name: "read_file", arguments: { path: "src/x.py", lines: [1, 20] } };
    const id = Math.floor(random() * 2 ** 32)
      .toString(16)
      .padStart(16, "0");
    lines.push(
      JSON.stringify({
        id,
        topic,
        data,
        timestamp: Number(time.toFixed(6)),
        source: "ToolEventEmitter",
        correlation_id: null,
        partition_key: null,
        headers: {},
        delivery_guarantee: "at_most_once",
      }),
    );
  }
  return `${lines.join("\n")}\n`;
}

/**
 * The same events in another form: white space as Python's `json.dumps` writes it, the time last and as text, the kind behind the data, more
 * nesting, and words beyond ASCII with escapes.
 */
export function otherEventLines(count, random, startSecond = firstSecond) {
  const lines = eventLines(count, random, startSecond).trimEnd().split("\n");
  const turned = lines.map((line) => {
    const { timestamp, topic, data, ...rest } = JSON.parse(line);
    const time = `${new Date(timestamp * 1000).toISOString().slice(0, -1)}+00:00`;
    const context = { host: { name: "wörker-7", zone: 3 }, tags: ["a", 'b "c"', "d"], ratio: 0.25 };
    const event = { ...rest, context, data: { call: "x", ...data }, topic, time };
    return JSON.stringify(event, null, 1)
      .replace(/\n */g, " ")
      .replace(/([{[]) /g, "$1")
      .replace(/ ([}\]])/g, "$1");
  });
  return `${turned.join("\n")}\n`;
}

/** Lines as Python's logging writes them, one in a hundred an error with a traceback unless told otherwise. */
export function textLines(count, random, startSecond = firstSecond, share = 0.01, withTraceback = true) {
  const lines = [];
  let time = startSecond;
  for (let index = 0; index < count; index++) {
    time += random() * 0.2;
    const stamp = new Date(time * 1000).toISOString().replace("T", " ").replace(".", ",").slice(0, 23);
    const logger = `app.agent.coordinators.${["chat", "tools", "session"][Math.floor(random() * 3)]}`;
    if (random() < share) {
      lines.push(`${stamp} - ${logger} - ERROR - Tool execution failed: boom`);
      if (!withTraceback) continue;
      lines.push("Traceback (most recent call last):");
      lines.push('  File "app.py", line 7, in <module>', "ZeroDivisionError: division by zero");
    } else
      lines.push(`${stamp} - ${logger} - INFO - handled request ${index} with 0 errors so far in ${index % 97} ms`);
  }
  return `${lines.join("\n")}\n`;
}
