import { list, openMap } from "../shape/compound-shapes.ts";
import { exactly, oneOf } from "../shape/scalar-shapes.ts";
import { eventId, name, shortText, stamp } from "./event-stamp.ts";

const delivery = { notice: eventId, to: name } as const;

/** More at once than any config asks for. */
const many = { min: 1, max: 1000 } as const;

export const deliveriesBegun = openMap({
  ...stamp,
  kind: exactly("deliveries-begun"),
  claim: name,
  deliveries: list(openMap(delivery), many),
});

export const deliveriesEnded = openMap({
  ...stamp,
  kind: exactly("deliveries-ended"),
  claim: name,
  deliveries: list(
    openMap({ ...delivery, outcome: oneOf(["done", "failed", "unknown", "dropped"]), detail: shortText }),
    many,
  ),
});
