/** Where to go after sign-in: the address that was asked for, only ever inside this app. */
export function landing(search: string): string {
  const to = new URLSearchParams(search).get("to") ?? "/";
  const inside = /^\/(?![/\\])/.test(to) && !to.startsWith("/sign-in") && !to.startsWith("/setup");
  return inside ? to : "/";
}
