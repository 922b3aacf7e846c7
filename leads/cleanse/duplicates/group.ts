/** A pair found, or one that must never come together. */
export interface Link {
  left_id: string;
  right_id: string;
}

/** More than this are no longer one person: the weakest links part them. */
const MOST_MEMBERS = 50;

/**
 * Clusters of pairs: strongest first, each joins the clusters of its ends, unless the whole became too large or would bring together
 * two whom a person has told apart. Pure.
 */
export function clustersOf<P extends Link & { score: number }>(pairs: readonly P[], apart: readonly Link[]): { members: string[]; pairs: P[] }[] {
  const clusters = new Map<string, Set<string>>();
  const strangers = new Map<string, Set<string>>();
  for (const { left_id, right_id } of apart) {
    strangers.set(left_id, (strangers.get(left_id) ?? new Set()).add(right_id));
    strangers.set(right_id, (strangers.get(right_id) ?? new Set()).add(left_id));
  }
  const own = (id: string): Set<string> => {
    let cluster = clusters.get(id);
    if (!cluster) clusters.set(id, (cluster = new Set([id])));
    return cluster;
  };
  for (const { left_id, right_id } of [...pairs].sort((a, b) => b.score - a.score || (a.left_id < b.left_id ? -1 : 1))) {
    const [a, b] = [own(left_id), own(right_id)];
    if (a === b || a.size + b.size > MOST_MEMBERS) continue;
    const [small, large] = a.size < b.size ? [a, b] : [b, a];
    if ([...small].some((id) => [...(strangers.get(id) ?? [])].some((other) => large.has(other)))) continue;
    for (const id of small) {
      large.add(id);
      clusters.set(id, large);
    }
  }
  const found = new Map<Set<string>, { members: string[]; pairs: P[] }>();
  for (const cluster of new Set(clusters.values())) if (cluster.size > 1) found.set(cluster, { members: [...cluster], pairs: [] });
  for (const pair of pairs) {
    const cluster = clusters.get(pair.left_id);
    if (cluster && cluster === clusters.get(pair.right_id)) found.get(cluster)?.pairs.push(pair);
  }
  return [...found.values()];
}
