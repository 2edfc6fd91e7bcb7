import type { Flag, FlagWay } from "../domain/config.ts";
import type { FlagReading } from "../domain/evidence.ts";
import { oneLine } from "../text/one-line.ts";
import { atShare, shareVariable } from "./at-share.ts";
import { whyUnreliable } from "./choose-way.ts";
import { nameWay } from "./create-flag-switch.ts";
import { createFlagFileEditor } from "./flag-file.ts";
import type { FlagPorts } from "./flag-ports.ts";
import { commandFailure, readFlag } from "./read-flag.ts";

/** What is wanted. */
export interface LastingWish {
  readonly to: "on" | "off";
  /** From 1 to 100; counts for on alone. */
  readonly percent: number;
}

/** A way that was tried, and what the target said afterwards. */
export interface LastingAttempt {
  readonly way: FlagWay;
  readonly name: string;
  /** Null where the flag could not even be set. */
  readonly reading: FlagReading | null;
  /** One sentence: why it did not work; null when the target obeys. */
  readonly failure: string | null;
  /** What the way needs in the environment of whatever reads the flag; empty for files and scripts. */
  readonly env: Readonly<Record<string, string>>;
  readonly notes: readonly string[];
}

/** What surrounds each attempt. */
export interface LastingHooks {
  /** Told ahead: from here on the way may have been set. */
  before(name: string): Promise<void>;
  /** Told afterwards, whether it worked or not. */
  after(attempt: LastingAttempt): Promise<void>;
}

/** A toggle script edits a file or two; one that takes longer than this waits for somebody. */
const scriptTimeoutMs = 60_000;

/**
 * Sets the flag for good, by the first way that the target is seen to obey. What a script claims counts for nothing; a flag
 * that cannot be read is not set.
 *
 * @param ways in the order in which they are tried
 * @returns every attempt; the last one worked, or none did
 */
export async function setForGood(
  flag: Flag,
  wish: LastingWish,
  ways: readonly FlagWay[],
  ports: FlagPorts,
  hooks: LastingHooks,
  signal: AbortSignal,
): Promise<readonly LastingAttempt[]> {
  const attempts: LastingAttempt[] = [];
  for (const way of ways) {
    if (signal.aborted) break;
    await hooks.before(nameWay(way));
    const attempt = await tryWay(flag, wish, way, ports, signal);
    await hooks.after(attempt);
    attempts.push(attempt);
    if (attempt.failure === null) break;
  }
  return attempts;
}

async function tryWay(
  flag: Flag,
  wish: LastingWish,
  given: FlagWay,
  ports: FlagPorts,
  signal: AbortSignal,
): Promise<LastingAttempt> {
  const way = atShare(given, wish.percent);
  const on = wish.to === "on";
  const share = { [shareVariable]: String(on ? wish.percent : 0) };
  const env = way.kind === "env" ? { [way.name]: on ? way.on : way.off } : {};
  const name = nameWay(way);
  const base = { way: given, name, env, notes: [] as readonly string[] };
  let claim: string | null = null;
  if (way.kind === "file") {
    const done = await createFlagFileEditor(ports).set(way, on);
    if (!done.ok) {
      const { reason, file } = done.problem;
      return { ...base, reading: null, failure: file === undefined ? reason : `${file}: ${reason}` };
    }
    base.notes = done.value;
  } else if (way.kind === "script") {
    const result = await ports.runCommand(on ? way.on : way.off, share, scriptTimeoutMs, signal);
    claim = commandFailure(result, scriptTimeoutMs);
  }
  const arm = on ? "candidate" : "baseline";
  const reading = await readFlag(flag, ports, arm, name, { ...share, ...env }, signal);
  const failure = whyUnreliable(way, [reading]);
  if (claim === null) return { ...base, reading, failure };
  // Neither its success nor its failure is believed: the target alone tells.
  const told = `The script that turns the flag ${wish.to} failed: ${oneLine(claim)}.`;
  if (failure === null)
    return { ...base, reading, failure, notes: [`${told} The flag reads ${reading.value} all the same.`] };
  return { ...base, reading, failure: `${told} ${failure}` };
}
