import { openMap } from "../shape/compound-shapes.ts";
import { exactly, oneOf, text, wholeNumber } from "../shape/scalar-shapes.ts";
import { name, stamp, timestamp } from "./event-stamp.ts";
import { unmetFindings } from "./gate-events.ts";

export const windowConcluded = openMap({
  ...stamp,
  kind: exactly("window-concluded"),
  operation: name,
  window: name,
  due: timestamp,
  from: timestamp,
  to: timestamp,
  missed: wholeNumber().min(0),
  decision: oneOf(["KEEP", "INVESTIGATE", "ROLL BACK (scheduled)", "ROLL BACK NOW"]),
  because: text().max(4000),
  findings: unmetFindings,
});
