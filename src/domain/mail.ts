/** One message in plain text to everybody in `to`. */
export interface Mail {
  /** `smtp://user:password@host:587`, or `smtps:` for TLS from the first byte. Secret. */
  readonly server: string;
  /** A bare address, as are those in `to`. */
  readonly from: string;
  readonly to: readonly string[];
  /** One line. */
  readonly subject: string;
  readonly text: string;
  /** With its angle brackets; the same for the same message, so that mailboxes can know it again. */
  readonly messageId: string;
}

export type MailOutcome =
  /** `refused`: addresses that the server did not take. */
  | { readonly kind: "sent"; readonly refused: number }
  /** The server never had the message. `reason` may hold addresses. */
  | { readonly kind: "not-sent"; readonly reason: string }
  /** The connection broke while it was handed over. */
  | { readonly kind: "unknown"; readonly reason: string };

/** Sends mail by SMTP. It tries nothing twice and never throws for what the network or the server does. */
export interface Mailer {
  send(mail: Mail): Promise<MailOutcome>;
}
