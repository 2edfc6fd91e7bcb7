// Lines of one program have their keys in the same order, most of the time. For each key that was met it is remembered which two came
// next, and how their bytes looked, from the quote to the value. To see that these bytes stand there again costs less than to look for the
// key's end, and the place of the value is known before it is sure that the guess is right. A wrong guess costs time, and changes nothing.

/** 32 bytes of the key, as many of a mask, then four numbers: see below. */
const keySize: usize = 96;
const longestKey: usize = 32;
const mostKeys: usize = 500;

const lengthAt: usize = 64;
const childAt: usize = 68;
/** Two guesses about the key after it. */
const nextAt: usize = 72;
/** Two guesses about the first key of the object that is its value. */
const firstAt: usize = 80;

const keys: usize = memory.data(96 * 500, 16);
let keyCount: usize = 0;

/** Guesses about the first key of a line. */
export const firstGuesses: usize = memory.data(16, 16);
/** Guesses that are kept for whatever no room is left for. */
const noGuesses: usize = memory.data(96, 16);

/** The key that stands at a place, when it is one of the guesses; 0 for another. */
// @ts-ignore: decorator
@inline
export function guessKey(guesses: usize, at: usize): usize {
  const one = <usize>load<i32>(guesses);
  if (one === 0) return 0;
  if (isKey(one, at)) return one;
  const other = <usize>load<i32>(guesses + 4);
  return other !== 0 && isKey(other, at) ? other : 0;
}

// @ts-ignore: decorator
@inline
function isKey(key: usize, at: usize): bool {
  const early = v128.and(v128.xor(v128.load(at), v128.load(key)), v128.load(key + 32));
  const late = v128.and(v128.xor(v128.load(at + 16), v128.load(key + 16)), v128.load(key + 48));
  return !v128.any_true(v128.or(early, late));
}

/** From the quote before the key to its value. */
// @ts-ignore: decorator
@inline
export function lengthOf(key: usize): usize {
  return <usize>load<i32>(key + lengthAt);
}

/** The field that is asked for under the key; 0 for none. */
// @ts-ignore: decorator
@inline
export function childOf(key: usize): usize {
  return <usize>load<i32>(key + childAt);
}

// @ts-ignore: decorator
@inline
export function nextOf(key: usize): usize {
  return key + nextAt;
}

// @ts-ignore: decorator
@inline
export function firstOf(key: usize): usize {
  return key + firstAt;
}

/**
 * Remembers a key that was not guessed.
 *
 * @param turn a number that changes: where both guesses are wrong all the time, only one key in sixteen takes the place of the second
 */
export function learnKey(guesses: usize, start: usize, value: usize, child: usize, turn: i32): usize {
  const length = value - start;
  const isSecond = load<i32>(guesses) !== 0;
  const place = guesses + (isSecond ? 4 : 0);
  let key = <usize>load<i32>(place);
  if (length > longestKey || (key !== 0 && (turn & 15) !== 0) || guesses === nextOf(noGuesses) || guesses === firstOf(noGuesses)) {
    return noGuesses;
  }
  if (key === 0) {
    if (keyCount === mostKeys) return noGuesses;
    key = keys + keySize * keyCount++;
    store<i32>(place, <i32>key);
  }
  memory.copy(key, start, longestKey);
  memory.fill(key + 32, 0, keySize - 32);
  memory.fill(key + 32, 0xff, length);
  store<i32>(key + lengthAt, <i32>length);
  store<i32>(key + childAt, <i32>child);
  return key;
}
