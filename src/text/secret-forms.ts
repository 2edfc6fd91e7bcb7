/** In bytes. What is shorter is met by chance, and blanking it would spoil ordinary text. */
export const minSecretBytes = 8;

/**
 * The ways in which a secret is written down by tools: as it is, inside JSON, in an address, as Base64 wherever in a longer
 * text it stands, as hexadecimal digits; and each long line of one that has several, since output is handled by lines.
 *
 * @param secret at least {@link minSecretBytes} long, else there are none
 * @returns longest first, none twice, none shorter than {@link minSecretBytes}
 */
export function secretForms(secret: string): readonly string[] {
  const bodies = [secret, secret.trim(), ...secret.split(/\r\n|[\r\n]/).map((line) => line.trim())];
  const wanted = new Set(bodies.filter((body) => Buffer.byteLength(body) >= minSecretBytes && !isFrame(body)));
  const forms = new Set<string>();
  for (const body of wanted) for (const form of formsOf(body)) if (form.length >= minSecretBytes) forms.add(form);
  return [...forms].sort((a, b) => b.length - a.length);
}

/** Lines such as `-----BEGIN PRIVATE KEY-----`, which every key has. */
function isFrame(line: string): boolean {
  return /^-{3,}[A-Z0-9 ]*-{3,}$/.test(line);
}

function formsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret, "utf8");
  const inAddress = percentEncoded(bytes);
  const hex = bytes.toString("hex");
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    inAddress,
    inAddress.replaceAll("%20", "+"),
    inAddress.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    secret.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;"),
    ...[0, 1, 2].flatMap((offset) => base64At(bytes, offset)),
    hex,
    hex.toUpperCase(),
  ];
}

/** `encodeURIComponent` would throw at half a surrogate pair. */
function percentEncoded(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) {
    const character = String.fromCharCode(byte);
    text += /[A-Za-z0-9._~!*'()-]/.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }
  return text;
}

/** Both alphabets of Base64 for bytes that stand `offset` bytes (modulo 3) into a longer text, without what depends on their neighbours. */
function base64At(bytes: Uint8Array, offset: number): readonly string[] {
  const padded = Buffer.concat([Buffer.alloc(offset), bytes]);
  const from = Math.ceil((offset * 8) / 6);
  const to = Math.floor((padded.length * 8) / 6);
  const text = padded.toString("base64").slice(from, to);
  return [text, text.replaceAll("+", "-").replaceAll("/", "_")];
}
