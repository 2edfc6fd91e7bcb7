import { type CommentMode, commentModes } from "../github/publish/publication.ts";
import type { FailOn } from "../modes/exit-status.ts";
import { parseShard } from "./cli-arguments.ts";
import { type ActionInputName, type ActionMode, actionInputs, actionModes, failOnWords } from "./inputs.ts";
import { type RolloutRequest, readRolloutRequest } from "./read-rollout-request.ts";
import { readWatchRequest, type WatchRequest } from "./read-watch-request.ts";

/** The inputs of the Action, checked. */
export interface ActionRequest {
  readonly mode: ActionMode;
  readonly config: string;
  /** Empty: all. */
  readonly stages: readonly string[];
  readonly evidence: string;
  readonly report: string;
  readonly failOn: FailOn;
  readonly summary: boolean;
  readonly annotations: boolean;
  readonly shard: { readonly index: number; readonly total: number } | null;
  readonly jobs: number;
  /** Empty: none. */
  readonly token: string;
  readonly comment: CommentMode;
  readonly check: boolean;
  /** Counts for `enable` and `rollback` alone. */
  readonly rollout: RolloutRequest;
  /** Counts for `verify` alone. */
  readonly watch: WatchRequest;
}

export type ActionRequestReading =
  | { readonly ok: true; readonly value: ActionRequest }
  /** One sentence for each input that is wrong. */
  | { readonly ok: false; readonly wrong: readonly string[] };

/**
 * Reads and checks all inputs, and tells everything that is wrong at once. An input that was given empty has its default,
 * as GitHub does it, so that `${{ inputs.stages }}` can be passed on.
 *
 * @param input the text of an input, empty when it was not given
 */
export function readInputs(input: (name: ActionInputName) => string): ActionRequestReading {
  const wrong: string[] = [];
  const given = (name: ActionInputName): string => {
    const text = input(name).trim();
    return text === "" ? (actionInputs.find((known) => known.name === name)?.default ?? "") : text;
  };
  const word = <W extends string>(name: ActionInputName, words: readonly W[], fallback: W): W => {
    const text = given(name);
    const found = words.find((known) => known === text.toLowerCase());
    if (found === undefined) wrong.push(`The input \`${name}\` is ${listWords(words)}, not \`${quote(text)}\`.`);
    return found ?? fallback;
  };
  const path = (name: ActionInputName): string => {
    const text = given(name);
    if (/\p{Cc}/u.test(text)) wrong.push(`The input \`${name}\` is one path on one line, not \`${quote(text)}\`.`);
    return text;
  };

  const mode = word("mode", actionModes, "gate");
  const config = path("config");
  const evidence = path("evidence");
  const report = path("report");
  const failOn = word("fail-on", failOnWords, "inconclusive");
  const summary = word("summary", ["true", "false"], "true") === "true";
  const comment = word("comment", commentModes, "always");
  const check = word("check", ["true", "false"], "true") === "true";
  const annotations = word("annotations", ["true", "false"], "true") === "true";
  const stages = [
    ...new Set(
      given("stages")
        .split(/[\s,]+/)
        .filter((name) => name !== ""),
    ),
  ];
  const shard = parseShard(given("shard"));
  if (shard === undefined) {
    wrong.push(
      `The input \`shard\` is a place such as \`2/3\`, from 1 up to the number of jobs, not \`${quote(given("shard"))}\`.`,
    );
  } else if (shard !== null && mode !== "collect") {
    wrong.push(`The input \`shard\` is for the mode \`collect\`; \`${mode}\` does not take it.`);
  }
  const jobs = /^\d{1,3}$/.test(given("jobs")) ? Number(given("jobs")) : 0;
  if (jobs < 1 || jobs > 256) {
    wrong.push(`The input \`jobs\` is a whole number from 1 to 256, not \`${quote(given("jobs"))}\`.`);
  }
  if (/\s/.test(input("token").trim())) wrong.push("The input `token` is one word; it holds white space.");
  const dryRun = word("dry-run", ["true", "false"], "false") === "true";
  const recordBefore = word("record-before", ["true", "false"], "false") === "true";
  const rollout = readRolloutRequest(
    {
      override: given("override"),
      reason: given("reason"),
      way: given("way"),
      metric: given("metric"),
      backup: given("backup"),
      dryRun,
    },
    (name) => `The input \`${name}\``,
  );
  if (typeof rollout === "string") return { ok: false, wrong: [...wrong, rollout] };
  const watch = readWatchRequest({ window: given("window"), recordBefore, dryRun }, (name) => `The input \`${name}\``);
  if (typeof watch === "string") return { ok: false, wrong: [...wrong, watch] };
  if (wrong.length > 0) return { ok: false, wrong };
  // The runner fills the default in by itself; one that is empty was meant to be.
  const token = input("token").trim();
  const value = {
    mode,
    config,
    stages,
    evidence,
    report,
    failOn,
    summary,
    annotations,
    shard: shard ?? null,
    jobs,
    token,
    comment,
    check,
    rollout,
    watch,
  };
  return { ok: true, value };
}

function listWords(words: readonly string[]): string {
  const quoted = words.map((word) => `\`${word}\``);
  return `${quoted.slice(0, -1).join(", ")} or ${quoted.at(-1) ?? ""}`;
}

function quote(text: string): string {
  const line = text.replaceAll(/[\p{Cc}`]/gu, " ");
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
