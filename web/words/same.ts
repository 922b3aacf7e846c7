/** The English file of a namespace has the Chinese file's keys, no more and no fewer. */
export type Same<T> = { [K in keyof T]: string };
