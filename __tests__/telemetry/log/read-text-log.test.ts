import { describe, expect, test } from "@jest/globals";
import type { LineMetric } from "../../../src/domain/verify.ts";
import { compilePattern } from "../../../src/evidence/output/compile-pattern.ts";
import type { CompilePattern } from "../../../src/telemetry/log/line-pattern.ts";
import { readTextLog } from "../../../src/telemetry/log/read-text-log.ts";
import type { TextLogSource } from "../../../src/telemetry/log/text-log-meter.ts";
import { createMemoryLogs, digest } from "../memory-log-files.ts";

const nowMs = Date.UTC(2026, 10, 23);
const day = { fromMs: Date.UTC(2026, 10, 22), toMs: nowMs };

const compile: CompilePattern = (pattern) => {
  const compiled = compilePattern(pattern);
  if (!compiled.ok) return compiled;
  return {
    ok: true,
    value: {
      occurs: (text) => compiled.value.matcher(text).find(),
      groups: (text) => {
        const matcher = compiled.value.matcher(text);
        if (!matcher.find()) return null;
        const names = Object.keys(compiled.value.namedGroups());
        return Object.fromEntries(names.map((name) => [name, matcher.group(name) ?? undefined]));
      },
    },
  };
};

const errors: LineMetric = {
  name: "m",
  direction: null,
  levels: ["error", "critical"],
  match: null,
  ignore: null,
  perMs: null,
};

async function count(
  text: string | Buffer,
  metric: Partial<LineMetric> = {},
  more: Partial<TextLogSource> = {},
  span = day,
) {
  const logs = createMemoryLogs();
  logs.append("/log/a.log", text);
  const source: TextLogSource = {
    name: "log",
    kind: "log",
    paths: ["/log/a.log"],
    line: null,
    component: null,
    zoneMinutes: 0,
    badLines: { kind: "share", share: 0.01 },
    metrics: [{ ...errors, ...metric }],
    ...more,
  };
  const { metrics } = await readTextLog({ files: logs.files, digest, compile, nowMs }, source, span);
  const [reading] = metrics;
  if (reading === undefined) throw new Error("there is no reading");
  return reading.ok
    ? (reading.records[0]?.blocks ?? []).reduce((total, block) => total + block.count, 0)
    : reading.problem.kind;
}

const team = `2026-11-22 23:17:56,015 - src-3f4a0809 - victor.agent.coordinators.chat_coordinator - ERROR - Tool execution failed: boom
2026-11-22 23:17:56,015 - src-3f4a0809 - victor.agent.orchestrator - INFO - 0 errors so far; error_rate=0
2026-11-22 23:17:56,015 - src-3f4a0809 - victor.x - ERROR - Coordinator failed
Traceback (most recent call last):
  File "<string>", line 7, in <module>
ZeroDivisionError: division by zero
`;

describe("the log that a real team wrote", () => {
  test("two errors: a traceback belongs to its line, and 0 errors so far is none", async () => {
    expect(await count(team)).toBe(2);
  });

  test("one component alone, with what is below it", async () => {
    expect(await count(team, {}, { component: "victor.agent" })).toBe(1);
    expect(await count(team, {}, { component: "victor.ag" })).toBe(0);
    expect(await count(team, {}, { component: "agent.coordinators" })).toBe(0);
  });

  test("a pattern sees the traceback too", async () => {
    expect(await count(team, { match: "ZeroDivision" })).toBe(1);
    expect(await count(team, { ignore: "boom|Zero[A-Z]" })).toBe(0);
  });
});

describe("forms that are recognised", () => {
  test.each<[string, string, number]>([
    ["Python's default", "2026-11-22 10:00:00,1 - app - ERROR - x\n2026-11-22 10:00:00,1 - app.error - INFO - x\n", 1],
    [
      "logback",
      "2026-11-22 10:00:00.015 [main] ERROR c.acme.App - x\n\tat c.acme.App.main(App.java:3)\nCaused by: java.lang.Error: y\n",
      1,
    ],
    [
      "Spring Boot",
      "2026-11-22T10:00:00.015Z ERROR 1 --- [main] c.acme.App : error error\n2026-11-22T10:00:00.015Z  INFO 1 --- [main] c.acme.App : ERROR\n",
      1,
    ],
    ["loguru", "2026-11-22 10:00:00.015 | ERROR    | app:main:12 - x\n", 1],
    ["nginx", "2026/11/22 10:00:00 [error] 31#31: *1 open() failed\n2026/11/22 10:00:00 [notice] 1#1: no error\n", 1],
    ["Apache", "[Sun Nov 22 10:00:00.015 2026] [core:error] [pid 1] x\n", 1],
    ["Tomcat", "22-Nov-2026 10:00:00.015 SEVERE [main] org.x x\n", 1],
    [
      "syslog with a level in brackets",
      "Nov 22 10:00:00 host prog[123]: [ERROR] x\nNov 22 10:00:00 host prog[123]: error in x\n",
      1,
    ],
    ["syslog with a priority", "<11>Nov 22 10:00:00 host prog: x\n<14>Nov 22 10:00:00 host prog: x\n", 1],
    ["RFC 5424", "<11>1 2026-11-22T10:00:00.015Z host app 1 ID - x\n", 1],
    ["klog", "E1122 10:00:00.015123   12345 file.go:12] x\nI1122 10:00:00.015123   12345 file.go:12] ERROR\n", 1],
    [
      "logfmt",
      'time=2026-11-22T10:00:00Z level=error msg="x"\nts=2026-11-22T10:00:00Z level=info msg="level=error"\n',
      1,
    ],
    ["pino", '{"level":50,"time":1795341600000,"msg":"x"}\n{"level":30,"time":1795341600000,"msg":"error"}\n', 1],
    ["logstash", '{"@timestamp":"2026-11-22T10:00:00Z","level":"ERROR","logger_name":"a"}\n', 1],
    ["a level in brackets after the time", "[2026-11-22 10:00:00] [error] x\n", 1],
    ["fatal counts as critical", "2026-11-22 10:00:00 FATAL x\n", 1],
    ["small letters between dashes", "2026-11-22 10:00:00 - app - error - x\n", 1],
    ["small letters in a message", "2026-11-22 10:00:00 INFO x\n2026-11-22 10:00:00 error while closing\n", 0],
    ["Windows line ends", "2026-11-22 10:00:00 ERROR x\r\n", 1],
    ["a time of another zone", "2026-11-23T01:00:00+02:00 ERROR x\n", 1],
  ])("%s", async (_name, text, expected) => {
    expect(await count(text)).toBe(expected);
  });

  test("a time of day without a date is not enough for a window", async () => {
    expect(await count("10:00:00.015 [main] ERROR c.App - x\n")).toBe("invalid");
  });

  test("a form of the team's own, by a pattern", async () => {
    const line = String.raw`^(?P<level>[A-Z]+)/(?P<component>\w+) @(?P<time>[0-9T:Z-]+)`;
    const text = "ERR/chat @2026-11-22T10:00:00Z x\n  more\nINF/chat @2026-11-22T10:00:00Z ERR/chat\n";
    expect(await count(text, {}, { line })).toBe(1);
    expect(await count(text, {}, { line, component: "tools" })).toBe(0);
  });

  test("a level that only this program has", async () => {
    expect(await count("2026-11-22 10:00:00 AUDIT x\n", { levels: ["audit"] })).toBe(1);
  });
});

describe("what says nothing is never 0 errors", () => {
  test.each<[string, string | Buffer, string]>([
    ["an empty log", "", "missing"],
    ["a log that ended the day before", "2026-11-20 10:00:00 ERROR x\n", "missing"],
    ["lines in no form that is known", "hello\nworld\n", "invalid"],
    ["messages without levels", "2026-11-22 10:00:00 hello\n", "invalid"],
    [
      "a crash's NUL bytes",
      Buffer.concat([Buffer.from("2026-11-22 10:00:00 INFO x\n"), Buffer.alloc(10), Buffer.from("ERROR\n")]),
      "invalid",
    ],
    ["an impossible date", "2026-13-22 10:00:00 ERROR x\n", "invalid"],
  ])("%s", async (_name, text, expected) => {
    expect(await count(text)).toBe(expected);
  });

  test("a missing log is missing", async () => {
    const source = {
      name: "l",
      kind: "log",
      paths: ["/log/none"],
      line: null,
      component: null,
      zoneMinutes: 0,
      badLines: { kind: "count", count: 0 },
      metrics: [errors],
    } as const;
    const ports = { files: createMemoryLogs().files, digest, compile, nowMs };
    expect((await readTextLog(ports, source, day)).metrics).toMatchObject([
      { ok: false, problem: { kind: "missing" } },
    ]);
  });

  test("a log without errors has none", async () => {
    expect(await count("2026-11-22 10:00:00 INFO x\n2026-11-22 12:00:00 INFO y\n")).toBe(0);
  });
});

test("syslog's missing year is the one that has just been", async () => {
  const january = { fromMs: Date.UTC(2025, 11, 30), toMs: Date.UTC(2026, 0, 2) };
  const logs = createMemoryLogs();
  logs.append("/log/a.log", "Dec 31 23:00:00 host app: [ERROR] x\n");
  const source = {
    name: "l",
    kind: "log",
    paths: ["/log/a.log"],
    line: null,
    component: null,
    zoneMinutes: 0,
    badLines: { kind: "count", count: 0 },
    metrics: [errors],
  } as const;
  const ports = { files: logs.files, digest, compile, nowMs: january.toMs };
  const [reading] = (await readTextLog(ports, source, january)).metrics;
  expect(reading?.ok === true && reading.records[0]?.blocks[0]?.startMs).toBe(Date.UTC(2025, 11, 31, 23));
});
