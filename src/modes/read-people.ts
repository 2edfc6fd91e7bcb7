import type { Config } from "../domain/config.ts";
import type { Finding } from "../domain/finding.ts";
import type { PeopleAnswer, PeopleQuestion, PeopleRecord } from "../domain/sign-off.ts";
import { judgePeople } from "../judge/judge-people.ts";
import { tickItems } from "../people/tick-items.ts";
import type { ModePorts } from "./mode-ports.ts";

/** Findings about what people owe, and what is to be told of it; null where the config asks nobody anything. */
export async function readPeople(
  config: Config,
  ports: Pick<ModePorts, "people" | "progress">,
): Promise<{ readonly findings: readonly Finding[]; readonly record: PeopleRecord | null }> {
  const items = tickItems(config);
  if (items.length === 0) return { findings: [], record: null };
  const question = { rollout: config.rollout, items, contacts: config.contacts };
  const { ticks, warnings } = ports.people === null ? nobodyToAsk : await askSafely(ports.people, question);
  for (const warning of warnings) ports.progress.warning(warning);
  return { findings: judgePeople(items, ticks), record: { items, ticks: ticks.ok ? ticks.value : null } };
}

const nobodyToAsk: PeopleAnswer = {
  ticks: {
    ok: false,
    problem: {
      kind: "missing",
      reason: "people tick on GitHub, and this run has no token to look there",
      remedy: "Run it as a step of a job with a token",
    },
  },
  warnings: [],
};

/** That it breaks is no tick, and no reason for the gate to break either. */
async function askSafely(people: NonNullable<ModePorts["people"]>, question: PeopleQuestion): Promise<PeopleAnswer> {
  try {
    return await people.ask(question);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { ticks: { ok: false, problem: { kind: "invalid", reason } }, warnings: [] };
  }
}
