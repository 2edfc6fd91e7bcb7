import { describe, expect, test } from "@jest/globals";
import type { Reading } from "../../src/domain/problem.ts";
import { noContext, type RunContext } from "../../src/domain/run-context.ts";
import { choosePolicy } from "../../src/modes/choose-policy.ts";
import { type LoadedConfig, readConfigText } from "../../src/modes/load-config.ts";
import { memoryPorts } from "../collect/memory-ports.ts";

const [baseCommit, headCommit] = ["b".repeat(40), "a".repeat(40)];
const file = ".github/rollout-gate.yml";
const strict = "rollout: shop\nstages: { unit: { run: npm test, tests: unit.xml } }\n";
const loose = 'rollout: shop\nstages: { unit: { run: "true" } }\n';

const pullRequest: RunContext = {
  ...noContext,
  event: "workflow_run",
  commit: headCommit,
  pullRequest: { number: 7, headCommit, headRepository: "fork/shop", baseCommit, baseRef: "main", fork: true },
};

/** What is at which commit; a commit that is not named cannot be read. */
type World = Readonly<Record<string, string | null>>;

async function choose(
  world: World | null,
  options: { context?: RunContext; own?: string | null; taken?: readonly string[]; file?: string } = {},
) {
  const asked: string[] = [];
  const { ports } = memoryPorts(() => ({}));
  const own = options.own === undefined || options.own === null ? null : await loaded(options.own);
  const policy =
    world === null
      ? null
      : {
          read: async (commit: string, path: string): Promise<Reading<string | null>> => {
            asked.push(`${path}@${commit[0]}`);
            const text = world[commit];
            return text === undefined
              ? { ok: false, problem: { kind: "invalid", reason: "GitHub gave no answer.", remedy: "Run it again." } }
              : { ok: true, value: text };
          },
        };
  const chosen = await choosePolicy(options.file ?? file, own, options.taken ?? [], {
    context: options.context ?? pullRequest,
    policy,
    host: ports.host,
  }).catch((error: unknown) => (error instanceof Error ? `${error.name}: ${error.message}` : String(error)));
  return { chosen, asked };
}

async function loaded(text: string): Promise<LoadedConfig> {
  const result = await readConfigText(text, file);
  if ("problem" in result) throw new Error(result.problem);
  return result;
}

const digestOf = async (text: string) => (await loaded(text)).digest;

describe("without a pull request", () => {
  test("the workspace's own config judges, and nobody is asked", async () => {
    const { chosen, asked } = await choose({}, { context: noContext, own: strict });
    expect(chosen).toMatchObject({ record: null, digests: [await digestOf(strict)] });
    expect(asked).toEqual([]);
  });

  test("nothing judges when there is none", async () => {
    expect((await choose({}, { context: noContext })).chosen).toMatch(/^GateBroke: There is no config/);
  });
});

describe("in a gate on a pull request", () => {
  test("the base's config judges; one request where nothing changed", async () => {
    const { chosen, asked } = await choose({ [baseCommit]: strict }, { own: strict });
    expect(chosen).toMatchObject({ record: { source: "base", commit: baseCommit, file, changes: [] } });
    expect(asked).toEqual([`${file}@b`]);
  });

  test("line ends and byte order marks are no change", async () => {
    const { chosen } = await choose({ [baseCommit]: strict }, { own: strict.replaceAll("\n", "\r\n") });
    expect(chosen).toMatchObject({ digests: [await digestOf(strict)], record: { changes: [] } });
  });

  test("a changed config does not judge itself; its evidence is taken all the same", async () => {
    const { chosen } = await choose({ [baseCommit]: strict }, { own: loose });
    expect(chosen).toMatchObject({
      config: { stages: [{ tests: ["unit.xml"] }] },
      digests: [await digestOf(strict), await digestOf(loose)],
      record: {
        changes: [
          { key: "stages.unit.tests.unit.xml", effect: "loosens" },
          { key: "stages.unit", before: "npm test", after: "true", effect: "changes" },
        ],
      },
    });
  });

  test("a base that has none is told, and the change's own judges", async () => {
    const { chosen } = await choose({ [baseCommit]: null }, { own: loose });
    expect(chosen).toMatchObject({ record: { source: "own" }, config: { stages: [{ tests: [] }] } });
  });

  test("a merge group is judged by what it is built on", async () => {
    const context = { ...noContext, event: "merge_group", mergeBase: baseCommit };
    expect((await choose({ [baseCommit]: strict }, { context, own: loose })).chosen).toMatchObject({
      config: { stages: [{ tests: ["unit.xml"] }] },
    });
  });

  test("a merge group that is built on nobody knows what breaks the gate", async () => {
    const context = { ...noContext, event: "merge_group" };
    expect((await choose({}, { context, own: loose })).chosen).toMatch(/^GateBroke: The event of this merge group/);
  });

  test.each<[string, World | null, RegExp]>([
    ["no token", null, /without a token that cannot be read/],
    ["no answer", {}, /could not be read at commit bbbbbbbbbbbb: GitHub gave no answer\. Run it again\./],
    ["a config that is not valid", { [baseCommit]: "rollout: [" }, /not valid\. Mend it there first/],
    ["an empty config", { [baseCommit]: "" }, /not valid/],
    ["a config that would take for ever", { [baseCommit]: `a: ${"[".repeat(100_000)}` }, /not valid/],
  ])("%s: the gate broke, and the change's own config does not take its place", async (_name, world, words) => {
    const { chosen } = await choose(world, { own: loose });
    expect(chosen).toMatch(/^GateBroke: /);
    expect(chosen).toMatch(words);
  });

  test.each(["/etc/gate.yml", "../gate.yml", "a/../../gate.yml", "C:/gate.yml", "."])(
    "%s lies nowhere in the repository",
    async (path) => {
      expect((await choose({ [baseCommit]: strict }, { own: loose, file: path })).chosen).toMatch(/lies outside/);
    },
  );

  test.each(["/repo/ci/gate.yml", "./ci/gate.yml", "ci//gate.yml", "ci\\gate.yml"])(
    "%s is ci/gate.yml",
    async (path) => {
      expect((await choose({ [baseCommit]: strict }, { own: strict, file: path })).asked).toEqual(["ci/gate.yml@b"]);
    },
  );
});

describe("in a conclude whose workspace holds something else", () => {
  test("the change's own config is looked up only where evidence names another", async () => {
    const same = await choose({ [baseCommit]: strict }, { taken: [await digestOf(strict)] });
    expect(same.asked).toEqual([`${file}@b`]);
    const other = await choose({ [baseCommit]: strict, [headCommit]: loose }, { taken: [await digestOf(loose)] });
    expect(other.asked).toEqual([`${file}@b`, `${file}@a`]);
    expect(other.chosen).toMatchObject({ digests: [await digestOf(strict), await digestOf(loose)] });
  });

  test("evidence cannot name a config that is nowhere", async () => {
    const { chosen } = await choose({ [baseCommit]: strict, [headCommit]: strict }, { taken: ["f".repeat(64)] });
    expect(chosen).toMatchObject({ record: { changes: [] } });
    expect(JSON.stringify(chosen)).not.toContain("ffff");
  });

  test.each<[string, string | null, string]>([
    ["a change without a config", null, "loosens"],
    ["a change whose config is not valid", "stages: 1", "changes"],
    ["a change whose config would take for ever", "&a [*a, *a]".repeat(9000), "changes"],
  ])("%s is told, and its evidence is of no use", async (_name, text, effect) => {
    const { chosen } = await choose({ [baseCommit]: strict, [headCommit]: text }, { taken: ["f".repeat(64)] });
    expect(chosen).toMatchObject({ digests: [await digestOf(strict)], record: { changes: [{ key: file, effect }] } });
  });

  test("a change's own config that cannot be had breaks the gate", async () => {
    expect((await choose({ [baseCommit]: strict }, { taken: ["f".repeat(64)] })).chosen).toMatch(/at commit aaaa/);
    const nobody = { ...pullRequest, commit: null };
    expect((await choose({ [baseCommit]: strict }, { taken: ["f"], context: nobody })).chosen).toMatch(
      /not known which/,
    );
  });

  test("with no config anywhere there is nothing to judge by", async () => {
    const { chosen } = await choose({ [baseCommit]: null, [headCommit]: null });
    expect(chosen).toMatch(/^GateBroke: The base commit bbbbbbbbbbbb has no .* either$/);
  });
});
