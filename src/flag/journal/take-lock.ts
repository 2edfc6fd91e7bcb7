import type { Reading } from "../../domain/problem.ts";
import type { Holders, LockHolder, StateFiles } from "../../domain/rollout-files.ts";
import { strictMap } from "../../shape/compound-shapes.ts";
import { boolean, text, wholeNumber } from "../../shape/scalar-shapes.ts";
import { failed } from "../flag-value.ts";
import { readRecord } from "../read-record.ts";

const recordShape = strictMap({
  pid: wholeNumber().min(1),
  startedAt: text().max(100),
  host: text().max(300),
  at: text().max(40),
  action: text().max(40),
  released: boolean(),
});

export interface Lock {
  /** Told when a holder was found dead: who it was. */
  readonly takenOverFrom: (LockHolder & { readonly at: string; readonly action: string }) | null;
  release(): Promise<void>;
}

const folder = "lock";
const nameForm = /^\d{8}$/;
const mostTries = 100;

/**
 * Takes the one lock of a state folder, for one run at a time may change the world. The lock is the file with the highest
 * number in a folder: whoever makes the next number, while the highest is released or its holder is dead, holds it. A file is
 * made whole or not at all and the highest is never removed, so that of two who find a dead holder at once one gets it.
 *
 * @returns a problem that says who holds it and since when
 */
export async function takeLock(state: StateFiles, holders: Holders, action: string, now: Date): Promise<Reading<Lock>> {
  for (let attempt = 0; attempt < mostTries; attempt++) {
    const top = await highest(state);
    if (!top.ok) return top;
    let dead: Lock["takenOverFrom"] = null;
    if (top.value !== null) {
      const { record } = top.value;
      if (!record.released) {
        const alive = await holders.isAlive(record);
        if (alive !== false) return held(state, top.value.number, record, alive);
        dead = record;
      }
    }
    const number = (top.value?.number ?? 0) + 1;
    const record = { ...holders.self, at: now.toISOString(), action, released: false };
    if (!(await state.create(nameOf(number), JSON.stringify(record)))) continue;
    const numbers = await lockNumbers(state);
    if (!numbers.ok) return numbers;
    // A slow one may make a number that a faster one has used and cleared away: then a higher one is there.
    if (numbers.value.some((other) => other > number)) {
      await state.remove(nameOf(number));
      continue;
    }
    for (const old of numbers.value) if (old < number) await state.remove(nameOf(old));
    return {
      ok: true,
      value: {
        takenOverFrom: dead,
        release: () => state.write(nameOf(number), JSON.stringify({ ...record, released: true })),
      },
    };
  }
  return failed("invalid", "Others keep taking the lock.", "Try again when they are done.");
}

type LockRecord = LockHolder & { readonly at: string; readonly action: string; readonly released: boolean };

async function highest(
  state: StateFiles,
): Promise<Reading<{ readonly number: number; readonly record: LockRecord } | null>> {
  for (let attempt = 0; attempt < mostTries; attempt++) {
    const numbers = await lockNumbers(state);
    if (!numbers.ok) return numbers;
    const number = numbers.value.at(-1);
    if (number === undefined) return { ok: true, value: null };
    const content = await state.read(nameOf(number));
    if (!content.ok) return content;
    // Cleared away by a newer holder between the two looks.
    if (content.value === null) continue;
    const record = readRecord(content.value, recordShape, "a lock");
    if (record.ok) return { ok: true, value: { number, record: record.value } };
    return failed(
      "invalid",
      `The lock ${state.place}/${nameOf(number)} cannot be read: ${record.problem.reason}`,
      `When no other run is at work, remove the folder ${state.place}/${folder}.`,
    );
  }
  return failed("invalid", "Others keep taking the lock.", "Try again when they are done.");
}

async function lockNumbers(state: StateFiles): Promise<Reading<readonly number[]>> {
  const names = await state.names(folder);
  if (!names.ok) return names;
  return {
    ok: true,
    value: names.value
      .filter((name) => nameForm.test(name))
      .map(Number)
      .sort((a, b) => a - b),
  };
}

function nameOf(number: number): string {
  return `${folder}/${String(number).padStart(8, "0")}`;
}

function held(state: StateFiles, number: number, record: LockRecord, alive: true | null): Reading<never> {
  const who = `process ${record.pid} on ${record.host} (${record.action}, since ${record.at})`;
  if (alive === true) {
    return failed(
      "invalid",
      `Another run is at work: ${who}.`,
      `Wait until it is done, or end it (\`kill ${record.pid}\` lets it turn back first); then try again.`,
    );
  }
  return failed(
    "invalid",
    `Another run holds the lock, and whether it is still alive cannot be told from this machine: ${who}.`,
    `If it is not, remove ${state.place}/${nameOf(number)} and try again.`,
  );
}
