/** A place outside of GitHub where people are told. Addresses that are secrets are named by the environment variable that holds them. */
export type Channel = { readonly name: string } & (
  | { readonly kind: "slack"; readonly address: string }
  | {
      readonly kind: "webhook";
      readonly address: string;
      /** The variable that holds what bodies are signed with; null: they are not. */
      readonly secret: string | null;
    }
  | {
      readonly kind: "email";
      readonly server: string;
      /** Addresses, or `$NAME` for one that an environment variable holds. */
      readonly from: string;
      readonly to: readonly string[];
    }
);

/**
 * How a delivery ended.
 *
 * - `done`: the other side took it.
 * - `failed`: it is known that it did not; the next run tries it again.
 * - `unknown`: whether it did is not known, as when an answer was lost.
 * - `dropped`: it is not tried again: nobody is there to be told, or there is nothing left to tell.
 */
export type DeliveryOutcome = "done" | "failed" | "unknown" | "dropped";

export interface DeliveryResult {
  readonly outcome: DeliveryOutcome;
  /** Why, as a sentence without secrets and addresses; empty for `done`, unless there is something to be said. */
  readonly detail: string;
}

/** A message to one place. */
export interface DeliveryName {
  /** The notice's id: that of the event that it tells of. */
  readonly notice: string;
  /** `issue`, `rollback`, `channel NAME`, `mail ROLE`. */
  readonly to: string;
}

/** A run is about to make deliveries; until it has said how they ended, or for a while, no other run makes them. */
export interface DeliveriesBegun {
  readonly kind: "deliveries-begun";
  /** Of this run alone. */
  readonly claim: string;
  readonly deliveries: readonly DeliveryName[];
}

export interface DeliveriesEnded {
  readonly kind: "deliveries-ended";
  readonly claim: string;
  readonly deliveries: readonly (DeliveryName & DeliveryResult)[];
}
