const MOST = 5;
/** deadlock_detected and serialization_failure: nothing of it was kept, and a second time may find it otherwise. */
const AGAIN = new Set(["40P01", "40001"]);

/** Whether work that failed so may go through when it is done once more. */
export const mayPass = (error: unknown): boolean => AGAIN.has((error as { code?: string }).code ?? "");

/**
 * Runs work that is one transaction, and runs it again when the database chose it to end a deadlock, or when what it went by was gone by its turn. Locks are
 * taken in one order wherever one step knows them all; where steps follow from each other (a merge, an undo) two may still cross.
 */
export async function again<T>(work: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await work();
    } catch (error) {
      if (!mayPass(error) || tried === MOST) throw error;
    }
  }
}
