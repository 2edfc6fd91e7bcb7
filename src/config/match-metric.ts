/**
 * Whether a criterion's key names a metric. `*` stands for any run of characters, `/` included. A key that holds a `/` is
 * held against `stage/metric`; one without against the metric's name alone, or the stage's where it is a checklist.
 *
 * Linear in practice and quadratic at worst: only the last `*` is ever tried again.
 *
 * @param key of `criteria:`
 * @param name `metric` or `stage/metric`
 */
export function matchMetric(key: string, name: string): boolean {
  let at = 0;
  let keyAt = 0;
  let star = -1;
  let starAt = 0;
  while (at < name.length) {
    const wanted = key[keyAt];
    if (wanted === "*") {
      star = keyAt;
      starAt = at;
      keyAt += 1;
    } else if (wanted === name[at]) {
      keyAt += 1;
      at += 1;
    } else if (star !== -1) {
      keyAt = star + 1;
      starAt += 1;
      at = starAt;
    } else return false;
  }
  while (key[keyAt] === "*") keyAt += 1;
  return keyAt === key.length;
}
