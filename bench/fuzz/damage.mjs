// Makes damaged input out of sound input.

/** mulberry32: a small generator whose numbers depend on the seed alone. */
export function createRandom(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  return { below: (limit) => Math.floor(next() * limit), pick: (list) => list[Math.floor(next() * list.length)] };
}

const tokens = [
  "NaN",
  "Infinity",
  "-Infinity",
  "1e999",
  "-1e999",
  "1e308",
  "-1",
  "-0",
  "0",
  "1.5",
  "99999999999999999999",
  "null",
  "true",
  "false",
  '""',
  '"NaN"',
  "[]",
  "{}",
  "[[]]",
  "[null]",
  '{"__proto__":{"passed":true}}',
  "\uFEFF",
  "\u0000",
  "\uD800",
  "\uFFFD",
  "<",
  ">",
  "&",
  "&amp;",
  "&x;",
  "&#0;",
  "]]>",
  "<![CDATA[",
  "<!--",
  "-->",
  "<?x",
  "?>",
  "<testcase/>",
  "</testsuite>",
  "<failure/>",
  "\\",
  '"',
  "'",
  ",",
  ":",
  "{",
  "}",
  "[",
  "]",
  "\n",
  "\r",
  "\t",
  " ",
  "/",
  "..",
  "%",
  "end_of_record\n",
  "SF:x\n",
  "DA:1,1\n",
  "passed",
  "failed",
  "\u001b[31m",
  "1,234",
  "é",
]; // prettier-ignore

const keys = [
  "__proto__",
  "constructor",
  "toString",
  "length",
  "name",
  "passed",
  "status",
  "results",
  "tests",
  "failures",
  "total",
  "path",
  "s",
  "lines",
];

const steps = [
  // Cut off.
  (text, random) => text.slice(0, random.below(text.length + 1)),
  // Without its beginning.
  (text, random) => text.slice(random.below(Math.min(text.length, 200) + 1)),
  // One character changed.
  (text, random) => {
    const at = random.below(text.length + 1);
    return (
      text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ (1 << random.below(8)) || 1) + text.slice(at + 1)
    );
  },
  // A piece taken out.
  (text, random) => {
    const at = random.below(text.length + 1);
    return text.slice(0, at) + text.slice(at + 1 + random.below(random.pick([3, 30, 3000])));
  },
  // A piece twice.
  (text, random) => {
    const at = random.below(text.length + 1);
    const piece = text.slice(at, at + 1 + random.below(random.pick([20, 500])));
    return text.slice(0, at) + piece.repeat(1 + random.below(random.pick([2, 200]))) + text.slice(at);
  },
  // Something put in.
  (text, random) => {
    const at = random.below(text.length + 1);
    return text.slice(0, at) + random.pick(tokens) + text.slice(at);
  },
  // A number or a word replaced.
  (text, random) =>
    replaceMatch(text, random, /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|"[^"\n]{0,80}"/g, random.pick(tokens)),
  // A key or an attribute renamed, perhaps to one that is there already.
  (text, random) => replaceMatch(text, random, /"[A-Za-z_]{1,40}"(?=\s*:)/g, JSON.stringify(random.pick(keys))),
  (text, random) => replaceMatch(text, random, /[A-Za-z_-]{1,30}(?==")/g, random.pick(keys)),
  // Very deep.
  (text, random) => {
    const at = random.below(text.length + 1);
    const [open, close] = random.pick([
      ["[", "]"],
      ['{"a":', "}"],
      ["<testsuite>", "</testsuite>"],
      ["<a>", "</a>"],
    ]);
    const depth = random.pick([3, 150, 5000]);
    return text.slice(0, at) + open.repeat(depth) + random.pick(["", "1", close.repeat(depth)]) + text.slice(at);
  },
  // Two files in one.
  (text, random, texts) => text + random.pick(["", "\n", " ", "\u0000"]) + random.pick(texts).slice(0, 20_000),
  // Other ends of lines, a mark, other bytes.
  (text, random) =>
    random.pick([
      `\uFEFF${text}`,
      text.replaceAll("\n", "\r\n"),
      text.replaceAll("\n", ""),
      text.split("").join("\u0000"),
      `${text}\u0000`,
    ]),
];

function replaceMatch(text, random, pattern, by) {
  const matches = [...text.matchAll(pattern)];
  if (matches.length === 0) return text + by;
  const match = random.pick(matches);
  return text.slice(0, match.index) + by + text.slice(match.index + match[0].length);
}

/** One of the texts after one to four kinds of damage, most often one. */
export function damage(texts, random) {
  let text = random.pick(texts);
  for (let left = 1 + random.below(random.pick([1, 1, 2, 4])); left > 0; left--)
    text = random.pick(steps)(text, random, texts);
  return text.length > 400_000 ? text.slice(0, 400_000) : text;
}
