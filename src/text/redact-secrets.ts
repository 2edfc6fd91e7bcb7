import { minSecretBytes, secretForms } from "./secret-forms.ts";

/** What stands where a secret stood; GitHub's own logs show the same. */
export const redacted = "***";

/** Puts {@link redacted} where a secret stands. Takes time in proportion to the text, and leaves all other text as it is. */
export type Redact = (text: string) => string;

/**
 * What is a secret by its look alone, wherever it comes from. Each is bounded and begins with letters that ordinary words do not
 * have, so nothing else is blanked and nothing is searched twice.
 */
const knownLooks: readonly { readonly hint: string; readonly pattern: RegExp; readonly shown: string }[] = [
  // GitHub: personal, OAuth, user, server and refresh tokens; the newer ones hold dots and may be long.
  { hint: "gh", pattern: /\bgh[oprsu]_[A-Za-z0-9_.-]{20,1000}/g, shown: redacted },
  { hint: "github_pat_", pattern: /\bgithub_pat_[A-Za-z0-9_]{20,255}/g, shown: redacted },
  // JSON Web Tokens, such as the runner's own.
  {
    hint: "eyJ",
    pattern: /\beyJ[A-Za-z0-9_-]{8,4000}\.eyJ[A-Za-z0-9_-]{8,8000}\.[A-Za-z0-9_-]{8,4000}/g,
    shown: redacted,
  },
  { hint: "xox", pattern: /\bxox[abeoprs]-[A-Za-z0-9-]{10,255}/g, shown: redacted },
  { hint: "hooks.slack.com", pattern: /\bhooks\.slack\.com\/[a-z]+\/[A-Za-z0-9_/-]{10,255}/g, shown: redacted },
  { hint: "AKIA", pattern: /\bAKIA[A-Z0-9]{16}\b/g, shown: redacted },
  { hint: "npm_", pattern: /\bnpm_[A-Za-z0-9]{36}\b/g, shown: redacted },
  {
    hint: "PRIVATE KEY",
    pattern: /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[^-]{0,16000}(?:-----END [A-Z ]{0,30}PRIVATE KEY-----)?/g,
    shown: redacted,
  },
  // A password in an address: `https://user:password@host`.
  {
    hint: "://",
    pattern: /(:\/\/[^\s/:@]{0,100}:)[^\s/@]{1,1000}@/g,
    shown: `$1${redacted}@`,
  },
  // A request's header, as verbose tools print it.
  {
    hint: "uthorization",
    pattern:
      /\b([Aa]uthorization["']?\s{0,5}[:=]\s{0,5}["']?(?:basic|bearer|token)\s{1,5})[A-Za-z0-9._~+/=-]{8,8000}/gi,
    shown: `$1${redacted}`,
  },
];

/**
 * Makes what takes secrets out of text before it leaves the program. Secrets that are known are found in every form that
 * `secretForms` knows; tokens of GitHub and a few others are found by their look.
 *
 * It must see text before Markdown or HTML is made of it: escaping changes the characters of a secret.
 *
 * @param secrets such as `secretValues` gives
 */
export function createRedactor(secrets: readonly string[]): Redact {
  const forms = [...new Set(secrets.flatMap((secret) => secretForms(secret)))].sort((a, b) => b.length - a.length);
  return (text) => {
    let shown = text;
    for (const form of forms) if (shown.includes(form)) shown = shown.replaceAll(form, redacted);
    // What was cut short may hold the first part of a secret.
    if (shown.endsWith("…")) shown = withoutCutSecret(shown.slice(0, -1), forms);
    for (const look of knownLooks) if (hasHint(shown, look.hint)) shown = shown.replace(look.pattern, look.shown);
    return shown;
  };
}

function withoutCutSecret(text: string, forms: readonly string[]): string {
  for (const form of forms) {
    for (let length = Math.min(form.length - 1, text.length); length >= minSecretBytes; length--) {
      if (text.endsWith(form.slice(0, length))) return `${text.slice(0, -length)}${redacted}…`;
    }
  }
  return `${text}…`;
}

/** Cheap, and enough to leave nearly every text alone. */
function hasHint(text: string, hint: string): boolean {
  return text.includes(hint) || (hint === "uthorization" && text.includes("UTHORIZATION"));
}

/**
 * The same value with every text in it redacted, keys too. Anything but plain lists and objects is left as it is.
 *
 * @param value as deep as JSON that was read by this program may be
 * @param keep members of objects whose text stays as it is, such as names that the config gives
 */
export function redactValue<T>(value: T, redact: Redact, keep?: ReadonlySet<string>): T;
export function redactValue(value: unknown, redact: Redact, keep: ReadonlySet<string> = new Set()): unknown {
  if (typeof value === "string") return redact(value);
  if (Array.isArray(value)) {
    // Samples may be a million numbers.
    return value.every((item) => typeof item === "number")
      ? value
      : value.map((item) => redactValue(item, redact, keep));
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      redact(key),
      keep.has(key) ? member : redactValue(member, redact, keep),
    ]),
  );
}
