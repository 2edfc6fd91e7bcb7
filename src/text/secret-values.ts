import { minSecretBytes } from "./secret-forms.ts";

/** Words of a variable's name that say that it holds a secret. */
const secretWords =
  /(?:^|_)(?:\w*TOKEN|\w*SECRET|\w*PASSWORD|PASSWD|PWD|PASS|\w*PASSPHRASE|\w*CREDENTIALS?|AUTH|\w*WEBHOOK|DSN|COOKIE|(?:\w*_)?(?:API|ACCESS|PRIVATE|SIGNING|ENCRYPTION|SECRET|ACCOUNT|LICENSE|MASTER|SSH|GPG|PGP)_?KEY|\w*CONNECTION_?STRING)S?(?:_|$)/;

/** What follows says that the value is where a secret lies, or something about it, and not the secret. */
const notTheSecret =
  /_(?:FILE|PATH|DIR|FOLDER|SOCK|SOCKET|NAME|ID|TYPE|KIND|TTL|LIFETIME|TIMEOUT|EXPIRY|LENGTH|ENABLED|REQUIRED|HOST|PORT|USER|HELPER|MODE|PROVIDER|MANAGER|STORE|BACKEND|ENDPOINT|REGION|VERSION|FORMAT|PREFIX|AUDIENCE|ISSUER|SCOPES?)$/;

/**
 * The values of an environment that are secrets, by their names: `NPM_TOKEN`, `DB_PASSWORD`, `INPUT_TOKEN`; and passwords inside
 * addresses, whatever the name. Values that a config or a person would write in plain sight are none: fewer than 8 bytes,
 * plain numbers, paths, and single words of fewer than 12 letters.
 *
 * @param env names in any case
 */
export function secretValues(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  const found = new Set<string>();
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined || value.length > maxValueChars) continue;
    if (isSecretName(name))
      for (const secret of [value, ...jsonSecrets(value)]) if (isSecret(secret)) found.add(secret);
    for (const password of addressPasswords(value)) if (isSecret(password)) found.add(password);
  }
  return [...found];
}

/** Whether a name says that it holds a secret. */
export function isSecretName(name: string): boolean {
  const upper = name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replaceAll(/[ -]/g, "_")
    .toUpperCase();
  // The current folder of a shell.
  if (upper === "PWD" || upper === "OLDPWD") return false;
  return secretWords.test(upper) && !notTheSecret.test(upper);
}

/** An environment as a whole is bounded by the system; one value that is longer than this is no secret to look for. */
const maxValueChars = 64 * 1024;

function isSecret(value: string): boolean {
  if (Buffer.byteLength(value.trim()) < minSecretBytes) return false;
  return !/^(?:[A-Za-z][a-z]{0,10}|[A-Z]{1,11}|[\d.,:/+-]*|(?:\/[\w.-]+){2,})$/.test(value.trim());
}

/** `user:password@` in addresses; the password as it is written, and as it is meant. */
function addressPasswords(value: string): readonly string[] {
  return [...value.matchAll(/:\/\/[^\s/:@]{0,100}:([^\s/@]{1,1000})@/g)].flatMap(([, password = ""]) => [
    password,
    decoded(password),
  ]);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Not percent-encoded: it is meant as it is written.
    return text;
  }
}

/** Secrets inside a JSON object, as cloud credentials are handed over. */
function jsonSecrets(value: string): readonly string[] {
  if (!value.trimStart().startsWith("{")) return [];
  let parsed: unknown;
  try {
    parsed = JSON.parse(value);
  } catch {
    // No JSON: the whole value is the secret.
    return [];
  }
  if (typeof parsed !== "object" || parsed === null) return [];
  return Object.entries(parsed).flatMap(([key, member]) =>
    typeof member === "string" && isSecretName(key) ? [member] : [],
  );
}
