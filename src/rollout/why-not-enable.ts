import { checkRequirements } from "../collect/check-requirements.ts";
import { whyNoGo } from "./check-go.ts";
import { type Operation, readNow } from "./operation.ts";

export interface EnableCheck {
  /** Of the config's text. */
  readonly configDigest: string;
  /** Why it is turned on all the same; null when nobody says so. It overrides the verdict, approvals and the window, and nothing else. */
  readonly override: string | null;
  /** Why it may not be turned on at this time, as a sentence; null when it may. */
  readonly wrongTime: string | null;
  readonly signal: AbortSignal;
}

/** Everything that speaks against turning the flag on, at once, a sentence each. */
export async function whyNotEnable(check: EnableCheck, operation: Operation): Promise<readonly string[]> {
  const { ports, beginning, config, findings } = operation;
  const judged = [
    whyNoGo(
      ports.ledger === null ? null : await ports.ledger.read(config.rollout),
      beginning.commit,
      check.configDigest,
    ),
    (await ports.host.origin()).dirty === true
      ? "There are changes here that are not committed, so what runs is not what was judged."
      : null,
    ...(await missingApprovals(operation)),
    check.wrongTime,
  ].flatMap((why) => why ?? []);
  if (check.override !== null) findings.push(...judged.map((why) => `Overridden: ${why}`));
  return [
    ...(check.override === null ? judged : []),
    ...(await unmetRequirements(check, operation)),
    ...(await whyNotReadable(check, operation)),
    ...(check.signal.aborted ? ["It was cancelled."] : []),
  ];
}

async function missingApprovals({ ports }: Operation): Promise<readonly string[]> {
  try {
    return await ports.missingApprovals();
  } catch (error) {
    return [`Who has approved could not be told: ${error instanceof Error ? error.message : String(error)}`];
  }
}

async function unmetRequirements({ signal }: EnableCheck, { config, ports }: Operation): Promise<readonly string[]> {
  const requirements = await checkRequirements(config, ports, signal);
  return requirements.flatMap(({ name, wanted, found, met, problem }) =>
    met === true ? [] : [`${name} is required as ${wanted}, and ${found ?? problem?.reason ?? "nothing was found"}.`],
  );
}

/** The flag must be seen to be off: unknown is never off, and what is on already cannot be turned on. */
async function whyNotReadable({ signal }: EnableCheck, operation: Operation): Promise<readonly string[]> {
  const reading = await readNow(operation, {}, signal);
  operation.record.push({ name: "flag before", value: `${reading.value} (${reading.said})` });
  switch (reading.value) {
    case "off":
      return [];
    case "on":
      return ["The flag reads on already, so there is nothing to turn on, and how it was before is not known."];
    case "unknown":
      return [`The flag cannot be read, so it could not be seen to be on: ${reading.said}.`];
  }
}
