/**
 * A way through the graph that ends where it began: `a → b → a` is `["a", "b", "a"]`. Names that are no keys are passed over.
 * Iterative, so that a long chain costs no stack; linear in keys and edges.
 *
 * @returns null when there is none
 */
export function findCycle(edges: ReadonlyMap<string, readonly string[]>): readonly string[] | null {
  const done = new Set<string>();
  for (const root of edges.keys()) {
    const trail: { readonly name: string; next: number }[] = [{ name: root, next: 0 }];
    const open = new Set([root]);
    for (let top = trail.at(-1); top !== undefined; top = trail.at(-1)) {
      const target = done.has(top.name) ? undefined : edges.get(top.name)?.[top.next];
      top.next += 1;
      if (target === undefined) {
        done.add(top.name);
        open.delete(top.name);
        trail.pop();
      } else if (open.has(target)) {
        const names = trail.map((step) => step.name);
        return [...names.slice(names.indexOf(target)), target];
      } else if (edges.has(target) && !done.has(target)) {
        trail.push({ name: target, next: 0 });
        open.add(target);
      }
    }
  }
  return null;
}
