const MOST = 5;
const DEADLOCK = "40P01";

/**
 * Runs work that is one transaction, and runs it again when the database chose it to end a deadlock: nothing of it was kept. Locks are
 * taken in one order wherever one step knows them all; where steps follow from each other (a merge, an undo) two may still cross.
 */
export async function again<T>(work: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await work();
    } catch (error) {
      if ((error as { code?: string }).code !== DEADLOCK || tried === MOST) throw error;
    }
  }
}
