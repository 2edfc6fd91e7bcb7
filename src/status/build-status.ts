import type { Config } from "../domain/config.ts";
import type { LedgerEvent } from "../domain/ledger.ts";
import type { TickItem, Ticks } from "../domain/sign-off.ts";
import type { RolloutStatus } from "../domain/status.ts";
import { foldStanding } from "../escalate/fold-notices.ts";
import { type Delivery, foldOutbox } from "../escalate/fold-outbox.ts";
import { standingOf } from "../judge/apply-waivers.ts";
import { dueWindows } from "../ledger/due-windows.ts";
import { concernStatuses } from "./concern-statuses.ts";
import { foldRollout } from "./fold-rollout.ts";
import { handyCommands } from "./handy-commands.ts";
import { listDuties } from "./list-duties.ts";

export interface StatusParts {
  readonly config: Config;
  readonly file: string;
  /** Whether it is where the program looks by itself. */
  readonly isUsualFile: boolean;
  readonly ledger: string;
  readonly events: readonly LedgerEvent[];
  readonly items: readonly TickItem[];
  /** Null: it cannot be told from here. */
  readonly ticks: Ticks | null;
  readonly now: Date;
}

/** Where a rollout stands, from its config, its ledger and the clock alone. */
export function buildStatus(parts: StatusParts): RolloutStatus {
  const { config, file, isUsualFile, ledger, events, now } = parts;
  const { concluded, ...history } = foldRollout(events);
  const { due, next } = dueWindows(config.verify?.windows ?? [], events, now);
  const status = {
    rollout: config.rollout,
    config: file,
    ledger,
    ...history,
    windows: {
      concluded,
      due: due.map((look) => ({ window: look.window.name, due: look.due.toISOString() })),
      next: next === null ? null : { window: next.window, due: next.due.toISOString() },
    },
    concerns: concernStatuses(events, config.escalation, config.verify?.investigateMs ?? 0),
    untold: foldOutbox(events, config, now).map(untoldWords),
    postMortemDue: foldStanding(events).postMortemDue,
    missingTicks: missingTicks(parts),
    waivers: config.waivers.map((waiver) => {
      const standing = standingOf(waiver, now);
      return { ...waiver, void: standing.kind === "void" ? standing.why : null };
    }),
  };
  return { ...status, duties: listDuties(status, now), commands: handyCommands(config, isUsualFile ? null : file) };
}

function untoldWords({ notice, destination, standing, isRepeated }: Delivery): string {
  const subjects = notice.concerns.map(({ subject }) => subject).join(", ");
  const about = subjects === "" ? "" : ` (${subjects})`;
  if (destination.kind === "rollback") return `The rollback that was asked for${about} is still to be made.`;
  const doubt = isRepeated ? "may not have come" : "is still to be sent";
  const how = { begun: "is being sent", "given up": "was given up", owed: doubt }[standing];
  return `What is to be told, ${notice.kind}${about} to ${destination.to}, ${how}.`;
}

function missingTicks({ items, ticks }: StatusParts): readonly string[] | null {
  const required = items.filter((item) => item.required);
  if (required.length === 0) return [];
  if (ticks === null) return null;
  const standing = new Set(ticks.standing.map(({ id }) => id));
  return required
    .filter(({ id }) => !standing.has(id))
    .map(({ kind, group, text }) => (kind === "sign-off" ? `sign-off of ${group}` : `${group}: ${text}`));
}
