import { lazy, Suspense, type ComponentType, type ReactElement } from "react";

/** A component whose code is fetched when it is first drawn: lists open without the code of their editors. */
export function later<P extends object>(load: () => Promise<ComponentType<P>>): (props: P) => ReactElement {
  const Loaded = lazy(async () => ({ default: await load() })) as unknown as ComponentType<P>;
  return function Later(props: P) {
    return <Suspense fallback={<span className="field-waiting" />}><Loaded {...props} /></Suspense>;
  };
}
