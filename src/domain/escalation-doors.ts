import type { Channel, DeliveryResult } from "./channel.ts";
import type { NoticeMessage } from "./notice.ts";

/** What the issue about a rollout's concerns is to say. */
export interface ConcernIssueWish {
  readonly rollout: string;
  /** Of a new issue. */
  readonly title: string;
  /** The whole text, given what it says; null: there is none yet. The marker is put before a new one. */
  readonly write: (body: string | null) => string;
  /** One comment, never made twice. `id` is the notice's. */
  readonly comment: { readonly id: string; readonly text: string };
  /** Whether an issue is opened where none is open. */
  readonly mayOpen: boolean;
  /** Whether nothing is left, so that it is closed. */
  readonly isEnd: boolean;
}

/** The one open issue about a rollout's concerns. */
export interface ConcernIssues {
  tell(wish: ConcernIssueWish): Promise<DeliveryResult>;
}

/** Tells one place outside of GitHub, once; or one person by the mail server of a channel. Never throws. */
export type SendToChannel = (
  message: NoticeMessage,
  channel: Channel,
  /** A bare address; null: those of the channel. */
  person: string | null,
) => Promise<DeliveryResult>;

/** How an escalation turns the flag off. Neither throws. */
export interface EscalationRollback {
  /** What a rollback would do here, as lines for people; why that cannot be told, when it cannot. */
  prepare(): Promise<string>;
  /** Begins it elsewhere, or does it here. */
  carryOut(reason: string): Promise<DeliveryResult>;
}
