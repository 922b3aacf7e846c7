/**
 * Pairs the pieces of two lists so that the most alike go together, each once; greedy, which for the few pieces of names and
 * addresses is as good as optimal. What is left over on the shorter side's behalf is no evidence and is not told.
 */
export function align(a: readonly string[], b: readonly string[], alike: (x: string, y: string) => number): { i: number; j: number; similarity: number }[] {
  const all: { i: number; j: number; similarity: number }[] = [];
  for (let i = 0; i < a.length; i++) for (let j = 0; j < b.length; j++) all.push({ i, j, similarity: alike(a[i] as string, b[j] as string) });
  // Of equals, those in the same place first.
  all.sort((x, y) => y.similarity - x.similarity || Math.abs(x.i - x.j) - Math.abs(y.i - y.j));
  const found: typeof all = [];
  const usedA = new Set<number>();
  const usedB = new Set<number>();
  for (const one of all) {
    if (usedA.has(one.i) || usedB.has(one.j)) continue;
    usedA.add(one.i);
    usedB.add(one.j);
    found.push(one);
  }
  return found;
}
