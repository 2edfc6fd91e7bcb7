import type { LedgerEvent, LedgerEventKind } from "../domain/ledger.ts";
import type { Shape } from "../shape/shape.ts";
import { deliveriesBegun, deliveriesEnded } from "./delivery-events.ts";
import { concernNoted, concernResolved, escalated, postMortemDue } from "./escalation-events.ts";
import { flagEnabled, flagTurnedBack, incidentOpened, rolledBack } from "./flag-events.ts";
import { baselineRecorded, gateConcluded } from "./gate-events.ts";
import { recordKept, windowConcluded, windowMeasured } from "./window-events.ts";

/** How each kind of event looks. A kind is never changed: what must be said otherwise gets a kind of its own. */
export const eventShapes: { readonly [Kind in LedgerEventKind]: Shape<Extract<LedgerEvent, { kind: Kind }>> } = {
  "gate-concluded": gateConcluded,
  "baseline-recorded": baselineRecorded,
  "flag-enabled": flagEnabled,
  "flag-turned-back": flagTurnedBack,
  "rolled-back": rolledBack,
  "incident-opened": incidentOpened,
  "window-concluded": windowConcluded,
  "window-measured": windowMeasured,
  "record-kept": recordKept,
  "concern-noted": concernNoted,
  "concern-resolved": concernResolved,
  escalated,
  "post-mortem-due": postMortemDue,
  "deliveries-begun": deliveriesBegun,
  "deliveries-ended": deliveriesEnded,
};
