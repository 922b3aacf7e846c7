/** Does one step of the start and says how long it took. */
export function stepper(say: (line: string) => void) {
  return async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const from = performance.now();
    const result = await work();
    say(`  ${name}: ${Math.round(performance.now() - from)} ms`);
    return result;
  };
}
