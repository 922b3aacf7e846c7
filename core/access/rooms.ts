/** What rights name besides objects: an own object of such a name would be seen by whoever may enter the room. */
export const ROOMS: ReadonlySet<string> = new Set([
  "api_key", "arrival", "audit", "calendar", "capture", "channel", "collision", "dashboard", "decision", "flow", "form", "import", "insight", "journey", "layout", "leave",
  "merge", "notification", "object", "organisation", "policy", "report", "role", "sample", "sla", "taken", "view", "webhook",
]);
