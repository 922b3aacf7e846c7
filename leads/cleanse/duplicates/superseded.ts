/** Thrown inside the transaction of a chunk whose run was cancelled or is worked by somebody else: nothing of it is kept. */
export class Superseded extends Error {}
