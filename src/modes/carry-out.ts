import type { DeliveryName, DeliveryResult } from "../domain/channel.ts";
import type { NoticeMessage } from "../domain/notice.ts";
import type { VerifyRun } from "../domain/verify-run.ts";
import { composeMessage } from "../escalate/compose-message.ts";
import { foldStanding } from "../escalate/fold-notices.ts";
import type { Delivery } from "../escalate/fold-outbox.ts";
import { replaceOwnPart } from "../people/own-part.ts";
import { type ConcernBoard, concernIssueTitle, renderConcernIssue } from "../report/render-concern-issue.ts";
import { renderNoticeMarkdown } from "../report/render-notice-markdown.ts";
import type { Begun } from "./escalate.ts";
import type { EscalationPorts } from "./escalation-ports.ts";
import { recordDeliveries } from "./record-deliveries.ts";

export interface CarriedOut {
  /** Whether something was done that people have to be told of in their turn. */
  readonly isToldAnew: boolean;
  /** One sentence each. */
  readonly done: readonly string[];
  readonly warnings: readonly string[];
}

/**
 * Makes the deliveries that this run has taken upon itself, places side by side, to one place in the order in which things came about.
 * When one does not work, later ones to the same place wait with it. How each ended is written down as soon as it is known.
 */
export async function carryOut(run: VerifyRun, begun: Begun, ports: EscalationPorts): Promise<CarriedOut> {
  const done: string[] = [];
  const warnings: string[] = [];
  const record = recordDeliveries(run.rollout, begun.claim, ports);
  const door = createDoor(run, begun, ports);
  const places = new Map<string, Delivery[]>();
  for (const delivery of begun.deliveries) {
    const { to } = delivery.destination;
    places.set(to, [...(places.get(to) ?? []), delivery]);
  }
  const deliverTo = async (deliveries: readonly Delivery[]): Promise<void> => {
    let isBlocked = false;
    for (const delivery of deliveries) {
      const name: DeliveryName = { notice: delivery.notice.id, to: delivery.destination.to };
      const result: DeliveryResult = isBlocked ? waits : await attempt(() => door(delivery));
      record.ended({ ...name, ...result, detail: ports.redact(result.detail).slice(0, 500) });
      if (result.outcome === "done") done.push(doneWords(delivery, result));
      else if (!isBlocked) warnings.push(ports.redact(failureWords(delivery, result)));
      isBlocked ||= result.outcome === "failed" || result.outcome === "unknown";
    }
  };
  await Promise.all([...places.values()].map(deliverTo));
  const problem = await record.settle();
  if (problem !== null) warnings.push(`What was told could not be recorded, and may be told again: ${problem}`);
  return { isToldAnew: begun.deliveries.some(({ destination }) => destination.kind === "rollback"), done, warnings };
}

const waits: DeliveryResult = { outcome: "failed", detail: "It waits for an earlier message to the same place." };

async function attempt(task: () => Promise<DeliveryResult>): Promise<DeliveryResult> {
  try {
    return await task();
  } catch (error) {
    return { outcome: "unknown", detail: `The gate broke: ${error instanceof Error ? error.message : String(error)}.` };
  }
}

function createDoor(run: VerifyRun, { events }: Begun, ports: EscalationPorts) {
  const { config, rollout } = run;
  let plan: Promise<string> | null = null;
  const links = ports.context.run === null ? [] : [{ text: "the run", url: ports.context.run.url }];
  const compose = async (delivery: Delivery): Promise<NoticeMessage> => {
    const { notice } = delivery;
    const isPrepared = notice.kind === "escalated" && notice.action === "prepare-rollback" && notice.isStanding;
    if (isPrepared) plan ??= ports.rollback?.prepare() ?? Promise.resolve("It cannot be tried from here.");
    const rollbackPlan = plan === null ? null : ports.redact(await plan);
    return composeMessage(delivery, {
      ...config,
      rollout,
      links,
      rollbackPlan,
      tool: ports.tool,
      now: ports.clock.now(),
    });
  };
  return async (delivery: Delivery): Promise<DeliveryResult> => {
    const { destination, standing, notice } = delivery;
    if (destination.kind === "nobody") return { outcome: "dropped", detail: destination.why };
    if (standing === "given up") return { outcome: "dropped", detail: givenUp };
    if (destination.kind === "rollback") {
      const reason = notice.concerns.map(({ subject, reason }) => `${subject}: ${reason}`).join("; ");
      return (await ports.rollback?.carryOut(reason.slice(0, 500))) ?? { outcome: "failed", detail: notFromHere };
    }
    const message = await compose(delivery);
    switch (destination.kind) {
      case "channel":
        return await ports.send(message, destination.channel, null);
      case "mail":
        return await ports.send(message, destination.channel, destination.address);
      case "issue": {
        if (ports.issues === null) return { outcome: "failed", detail: "There is no way to GitHub from here." };
        const now = foldStanding(events);
        const board = { ...now, rollout, links };
        return await ports.issues.tell({
          rollout,
          title: concernIssueTitle(rollout),
          write: (body) => writeBoard(body, board),
          comment: { id: notice.id, text: renderNoticeMarkdown(message) },
          mayOpen: notice.kind !== "recovered" && notice.kind !== "rolled-back",
          isEnd: notice.kind !== "escalated" && now.concerns.length === 0,
        });
      }
    }
  };
}

/** GitHub takes 65 536 characters; a byte is at most one. */
const maxIssueBytes = 65_000;
const usualBoardBytes = 24_000;
const leastBoardBytes = 4_000;

/** What people wrote has its room first; where they left none, the text stays as it is, and the comments tell. */
function writeBoard(body: string | null, board: ConcernBoard): string {
  const others = body === null ? 0 : Buffer.byteLength(replaceOwnPart(body, "concerns", ""));
  const room = Math.min(usualBoardBytes, maxIssueBytes - others);
  if (body !== null && room < leastBoardBytes) return body;
  return replaceOwnPart(body ?? "", "concerns", renderConcernIssue(board, room));
}

const givenUp = "It is sent no more: it is too old, or was sent again and again without an answer.";
const notFromHere = "The flag cannot be turned off from here.";

function doneWords({ notice, destination }: Delivery, { detail }: DeliveryResult): string {
  if (destination.kind === "rollback") return `The rollback was begun. ${detail}`.trim();
  return `Told ${placeWords(destination.to)} (${notice.kind}). ${detail}`.trim();
}

function failureWords({ notice, destination }: Delivery, { outcome, detail }: DeliveryResult): string {
  const what =
    destination.kind === "rollback"
      ? "The rollback could not be made"
      : `${placeWords(destination.to)} was not told (${notice.kind})`;
  const sentence = `${what.slice(0, 1).toUpperCase()}${what.slice(1)}: ${detail}`;
  return outcome === "dropped" ? sentence : `${sentence} It is tried again the next time.`;
}

/** `the channel room`, `the issue`, `lead by mail`. */
function placeWords(to: string): string {
  if (to === "issue") return "the issue on GitHub";
  const [kind, ...name] = to.split(" ");
  if (kind === "channel") return `the channel ${name.join(" ")}`;
  return kind === "mail" ? `${name.join(" ")} by mail` : name.join(" ");
}
