import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { describe, expect, test } from "@jest/globals";
import { parse, parseDocument } from "yaml";
import { formatConfigProblems } from "../../src/config/format-config-problems.ts";
import { readConfig } from "../../src/config/read-config.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const file = "examples/victor/.github/rollout-gate.yml";
const text = readFileSync(root + file, "utf8");
const page = readFileSync(`${root}docs/from-a-checklist.md`, "utf8");

/** A row of the page: the line's number, what it asks, where it stands in the config or what is done about it, and what holds it. */
interface Row {
  readonly line: string;
  readonly keys: readonly string[];
  readonly how: string;
  readonly heldBy: string;
}

const rows: readonly Row[] = [...page.matchAll(/^\| ([RSF]\d+) \| [^|]+ \| ([^|]+) \| ([^|]*)\|$/gm)].map(
  ([, line = "", how = "", heldBy = ""]) => ({
    line,
    keys: line.startsWith("F") ? [] : [...how.matchAll(/`([^`]+)`/g)].map(([, key = ""]) => key),
    how,
    heldBy,
  }),
);

function numbers(letter: string, last: number, without: readonly number[]): readonly string[] {
  const all = Array.from({ length: last }, (_, at) => at + 1);
  return all.filter((number) => !without.includes(number)).map((number) => `${letter}${number}`);
}

/** The steps to a key; names of stages hold no dot, those of criteria may hold a slash. */
function stepsOf(key: string): readonly (string | number)[] {
  return key.split(".").map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}

describe("the checklist's config", () => {
  test("is read without so much as a warning", () => {
    const reading = readConfig(text, file);
    const problems = reading.ok ? reading.warnings : reading.problems;
    expect(formatConfigProblems(problems, text, file)).toBe("");
  });

  test("names nobody: contacts are roles of a team", () => {
    const { contacts }: { contacts: Record<string, unknown> } = parse(text);
    for (const contact of Object.values(contacts)) expect(contact).toMatch(/^@OWNER\//);
  });
});

describe("docs/from-a-checklist.md", () => {
  test("has every line once, in order", () => {
    const wanted = [
      ...numbers("R", 93, []),
      // The guides' list has no twelfth line; of what was found three numbers were not used.
      ...numbers("S", 24, [12]),
      ...numbers("F", 27, [22, 23, 25]),
    ];
    expect(rows.map(({ line }) => line)).toEqual(wanted);
  });

  const config = readConfig(text, file);
  const mapped = rows.flatMap(({ line, keys }) => keys.map((key): [string, string] => [line, key]));

  /** Whether a changed config is none, or another one. */
  function meansElse(changed: string): boolean {
    const reading = readConfig(changed, file);
    return !reading.ok || !config.ok || !isDeepStrictEqual(reading.config, config.config);
  }

  test.each(mapped)("%s: %s is there, and without it the config means something else", (_line, key) => {
    const document = parseDocument(text);
    const steps = stepsOf(key);
    expect(document.hasIn(steps)).toBe(true);
    const value = document.getIn(steps);
    document.deleteIn(steps);
    if (meansElse(String(document))) return;
    // What is written is what is meant without it as well: then another value has to mean something else.
    document.setIn(steps, /^\d/.test(String(value)) ? "3 h" : "another");
    expect(meansElse(String(document))).toBe(true);
  });

  test.each(rows.map((row): [string, Row] => [row.line, row]))(
    "%s is held by a test, or is a person's act",
    (_line, row) => {
      if (row.heldBy === "") {
        expect(row.how).toMatch(/^A person: .+signed under `sign-offs/);
        return;
      }
      const [, path = "", title = ""] = /^`([^`]+)` “([^”]+)”$/.exec(row.heldBy.trim()) ?? [];
      expect([path, existsSync(root + path)]).toEqual([expect.stringMatching(/\.test\.ts$/), true]);
      expect(readFileSync(root + path, "utf8")).toContain(title);
    },
  );
});

describe("the checklist's workflows", () => {
  const read = (name: string) => parse(readFileSync(`${root}examples/victor/.github/workflows/${name}.yml`, "utf8"));

  test("verify.yml may start the rollback, and is given the addresses of every channel", () => {
    const { permissions, jobs } = read("verify");
    expect(permissions).toEqual({});
    expect(jobs.verify.permissions).toEqual({ contents: "write", issues: "write", actions: "write" });
    const { channels, "rollback-workflow": workflow } = parse(text).escalate;
    expect(existsSync(`${root}examples/victor/.github/workflows/${workflow}`)).toBe(true);
    const step = jobs.verify.steps.at(-1);
    expect(Object.keys(step.env)).toEqual([channels["ops-room"].slack, channels.mail.email.server]);
    for (const [name, value] of Object.entries(step.env)) expect(String(value)).toMatch(`secrets.${name} }}`);
    expect(step.with.mode).toBe("verify");
  });

  test("rollback.yml hands what was typed over as inputs, to no shell", () => {
    const { permissions, jobs } = read("rollback");
    expect(permissions).toEqual({});
    expect(jobs.rollback.steps.filter(({ run }: { run?: string }) => run !== undefined)).toEqual([]);
    expect(jobs.rollback.steps.at(-1).with).toMatchObject({
      mode: "rollback",
      reason: expect.stringContaining("inputs.reason"),
    });
  });

  test("gate.yml asks in each job for what it writes, and runs nothing from a fork with it", () => {
    const { permissions, jobs } = parse(readFileSync(`${root}examples/victor/.github/workflows/gate.yml`, "utf8"));
    expect(permissions).toEqual({});
    expect(jobs["pull-request"].permissions).toEqual({ contents: "read", "pull-requests": "write", checks: "write" });
    expect(jobs["pull-request"].if).toContain("head.repo.full_name == github.repository");
    expect(jobs["default-branch"].permissions).toEqual({ contents: "write", issues: "write", checks: "write" });
    expect(jobs["default-branch"].if).toBe("github.event_name == 'push'");
  });
});
