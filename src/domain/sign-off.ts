import type { Contact } from "./config.ts";
import type { Reading } from "./problem.ts";

/** One thing that a person vouches for by ticking it. */
export interface TickItem {
  /** Stays the same while group and text do: an item that is worded anew has to be ticked anew. 12 hexadecimal digits. */
  readonly id: string;
  /** `item`: something tried by hand. `sign-off`: the approval of a role. */
  readonly kind: "item" | "sign-off";
  /** The group's name; for a sign-off, the role. */
  readonly group: string;
  /** The item's own words; for a sign-off, the role again. */
  readonly text: string;
  /** Whether the verdict is NO-GO until it is ticked. */
  readonly required: boolean;
}

/** A tick that stands. */
export interface Tick {
  readonly id: string;
  /** The login of who ticked, as the API tells it; never taken from text. */
  readonly by: string;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** A tick that is there and does not count. */
export interface RefusedTick {
  readonly id: string;
  /** The login of who ticked; null when it cannot be told. */
  readonly by: string | null;
  /** Half a sentence: why it does not count. */
  readonly reason: string;
  /** Whether it would count could not be read; left out: it does not. */
  readonly isUnknown?: true;
}

/** Which items are ticked. An item of which nothing is said is open. */
export interface Ticks {
  readonly standing: readonly Tick[];
  readonly refused: readonly RefusedTick[];
  /** Where people tick, for messages: `#12`; null when they cannot yet. */
  readonly place: string | null;
}

/** The text of a comment or an issue after one change of it. */
export interface Revision {
  /** The login of who changed it, as the API tells it; null when that account is gone. */
  readonly editor: string | null;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** The whole text after the change; null when GitHub no longer has it. */
  readonly text: string | null;
}

/** What people are asked to tick, and who they are. */
export interface PeopleQuestion {
  readonly rollout: string;
  readonly items: readonly TickItem[];
  readonly contacts: readonly Contact[];
}

export interface PeopleAnswer {
  /** A problem when it cannot be told what is ticked, or by whom; that is never an empty list. */
  readonly ticks: Reading<Ticks>;
  /** What went wrong beside the reading, such as a list that could not be written. */
  readonly warnings: readonly string[];
}

/** Tells what people ticked, and by whom, and shows them where to. It never rejects. */
export interface PeoplePort {
  ask(question: PeopleQuestion): Promise<PeopleAnswer>;
}

/** What people were asked, and what they ticked, for reports. */
export interface PeopleRecord {
  readonly items: readonly TickItem[];
  /** Null: it could not be told. */
  readonly ticks: Ticks | null;
}
